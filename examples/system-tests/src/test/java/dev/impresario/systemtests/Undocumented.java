package dev.impresario.systemtests;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.lang.model.element.Modifier;

/** Finds what others can see of source files and what has no comment. */
final class Undocumented extends TreePathScanner<Void, Void> {
  private static final Set<Tree.Kind> MEMBERS_ARE_PUBLIC =
      EnumSet.of(Tree.Kind.INTERFACE, Tree.Kind.ANNOTATION_TYPE);

  private final DocTrees trees;
  private final List<String> found = new ArrayList<>();

  private Undocumented(DocTrees trees) {
    this.trees = trees;
  }

  /** Returns file, line, kind and name of each such element. */
  static List<String> in(List<Path> files) throws IOException {
    if (files.isEmpty()) {
      return List.of(); // the compiler refuses to parse nothing
    }
    return Sources.parse(
        files,
        (task, units) -> {
          var scanner = new Undocumented(DocTrees.instance(task));
          scanner.scan(units, null);
          return scanner.found;
        });
  }

  @Override
  public Void visitClass(ClassTree type, Void unused) {
    if (!isVisible(type.getModifiers())) {
      return null;
    }
    check(type.getKind().name().toLowerCase(Locale.ROOT).replace('_', ' '), type.getSimpleName());
    return super.visitClass(type, null);
  }

  @Override
  public Void visitMethod(MethodTree method, Void unused) {
    if (!isVisible(method.getModifiers()) || overrides(method)) {
      return null;
    }
    if (method.getName().contentEquals("<init>")) {
      check("constructor", enclosingType().getSimpleName());
    } else {
      check("method", method.getName());
    }
    return null;
  }

  @Override
  public Void visitVariable(VariableTree field, Void unused) {
    if (isVisible(field.getModifiers())) {
      check("field", field.getName());
    }
    return null;
  }

  private boolean isVisible(ModifiersTree modifiers) {
    Set<Modifier> flags = modifiers.getFlags();
    return flags.contains(Modifier.PUBLIC)
        || flags.contains(Modifier.PROTECTED)
        || (isMemberOfInterface() && !flags.contains(Modifier.PRIVATE));
  }

  private boolean isMemberOfInterface() {
    return MEMBERS_ARE_PUBLIC.contains(getCurrentPath().getParentPath().getLeaf().getKind());
  }

  private ClassTree enclosingType() {
    return (ClassTree) getCurrentPath().getParentPath().getLeaf();
  }

  /** What overrides has the comment of what it overrides. */
  private static boolean overrides(MethodTree method) {
    return method.getModifiers().getAnnotations().stream()
        .anyMatch(each -> each.getAnnotationType().toString().equals("Override"));
  }

  private void check(String kind, CharSequence name) {
    String comment = trees.getDocComment(getCurrentPath());
    if (comment == null || comment.isBlank()) {
      found.add("%s:%d: %s %s".formatted(file(), line(), kind, name));
    }
  }

  private Path file() {
    return Path.of(getCurrentPath().getCompilationUnit().getSourceFile().toUri());
  }

  private long line() {
    CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
    long position = trees.getSourcePositions().getStartPosition(unit, getCurrentPath().getLeaf());
    return unit.getLineMap().getLineNumber(position);
  }
}
