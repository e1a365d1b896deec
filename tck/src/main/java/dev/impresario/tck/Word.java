package dev.impresario.tck;

import dev.impresario.spi.Codec;

/** A text that can be written anew, and not be serialized. */
final class Word {
  static final Codec<Word> CODEC =
      new Codec<>() {
        @Override
        public byte[] encode(Word value) {
          return Codec.TEXT.encode(value.text);
        }

        @Override
        public Word decode(byte[] bytes) {
          return new Word(Codec.TEXT.decode(bytes));
        }
      };

  private volatile String text;

  Word(String text) {
    this.text = text;
  }

  void rewrite(String other) {
    text = other;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Word word && word.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
