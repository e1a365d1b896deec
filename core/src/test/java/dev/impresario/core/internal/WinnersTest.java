package dev.impresario.core.internal;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.impresario.AgentMetadata;
import dev.impresario.Origin;
import dev.impresario.Scope;
import dev.impresario.ToolGrant;
import dev.impresario.spi.AgentResource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WinnersTest {

  @Test
  void find_amongMany_returnsEachByAnEqualText() {
    List<Candidate> all =
        IntStream.range(0, 1_000).mapToObj(i -> candidate("agent-%05d".formatted(i))).toList();

    var winners = new Winners(all);

    assertThat(all).allSatisfy(one -> assertThat(winners.find(copy(one))).isSameAs(one));
    assertThat(winners.find("agent-01000")).isNull();
    assertThat(winners.placeOf("agent-01000")).isNegative();
  }

  @Test
  void find_withIdsThatShareAHash_returnsEach() {
    List<Candidate> all = idsOfOneHash(6).stream().map(WinnersTest::candidate).toList();
    assertThat(all.stream().map(one -> one.key().id().hashCode()).collect(toSet())).hasSize(1);

    var winners = new Winners(all);

    assertThat(all).allSatisfy(one -> assertThat(winners.find(copy(one))).isSameAs(one));
    assertThat(all).anySatisfy(one -> assertThat(winners.placeOf(copy(one))).isNegative());
    assertThat(winners.find("BBBBBBBBBBBBBB")).isNull();
  }

  @Test
  void placeOf_leadsToKeyAndCandidate() {
    Candidate qa = candidate("qa");

    var winners = new Winners(List.of(candidate("docs"), qa));

    int place = winners.placeOf("qa");
    assertThat(winners.candidate(place)).isSameAs(qa);
    assertThat(winners.key(place)).isSameAs(qa.key());
  }

  @Test
  void find_withoutAny_returnsNull() {
    assertThat(new Winners(List.of()).find("qa")).isNull();
  }

  /** "Aa" and "BB" have one hash, and so has every text of so many of them. */
  private static List<String> idsOfOneHash(int parts) {
    List<String> ids = List.of("");
    for (int i = 0; i < parts; i++) {
      ids = ids.stream().flatMap(id -> Stream.of(id + "Aa", id + "BB")).toList();
    }
    return ids;
  }

  private static String copy(Candidate candidate) {
    return String.valueOf(candidate.key().id().toCharArray());
  }

  private static Candidate candidate(String id) {
    var metadata =
        new AgentMetadata(
            id,
            id,
            "Tests.",
            null,
            Set.of(),
            ToolGrant.inherit(),
            null,
            Map.of(),
            new Origin("memory", Scope.PROJECT, "claude", id + ".md"),
            "v1",
            false);
    var key = new PromptKey(id, "v1", "claude", 1);
    return new Candidate(metadata, 0, key, new Unread(), 0, 100, List.of(), null, null);
  }

  private static final class Unread implements AgentResource {

    @Override
    public String path() {
      return "qa.md";
    }

    @Override
    public String revision() {
      return "1";
    }

    @Override
    public byte[] read(int limit) {
      throw new AssertionError("nobody asks for it");
    }
  }
}
