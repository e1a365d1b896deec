package dev.impresario.systemtests;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the poms cannot say, and what they say once more for the classes that were built. */
class ArchitectureTest {

  @Test
  void packages_always_dependOnEachOtherInOneDirection() {
    slices()
        .assignedFrom(new OneSliceAPackage())
        .should()
        .beFreeOfCycles()
        .check(classesOf(Reactor.modulesWithCode()));
  }

  @Test
  void api_always_usesTheJdkAndJspecifyAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", "dev.impresario")
        .check(classesOf(List.of("api")));
  }

  @Test
  void spi_always_usesTheApiTheJdkAndJspecifyAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", "dev.impresario", "dev.impresario.spi")
        .check(classesOf(List.of("spi")));
  }

  @ParameterizedTest
  @MethodSource("dev.impresario.systemtests.Reactor#modulesWithCode")
  void module_always_knowsOnlyWhatIsBelowIt(String module) {
    JavaClasses own = classesOf(List.of(module));

    noClasses()
        .should()
        .dependOnClassesThat(describe("are above or beside it", unknownTo(module)))
        .check(own);
  }

  @Test
  void dagger_always_isSeenInCoreAlone() {
    List<String> others =
        Reactor.modulesWithCode().stream().filter(module -> !module.equals("core")).toList();

    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dagger..", "jakarta.inject..", "javax.inject..")
        .check(classesOf(others));
  }

  /** A library whose jar has no module name of its own keeps a plugin from having a module-info. */
  @ParameterizedTest
  @MethodSource("dev.impresario.systemtests.Reactor#modulesWithCode")
  void module_always_hasOneNameOnTheModulePath(String module) {
    Optional<String> automatic =
        Pom.read(Reactor.ROOT.resolve(module).resolve("pom.xml")).automaticModuleName();

    assertThat(automatic.isPresent()).isNotEqualTo(Reactor.isNamedModule(module));
    automatic.ifPresent(name -> assertThat(packagesOf(List.of(module))).contains(name));
  }

  private static Predicate<JavaClass> unknownTo(String module) {
    Set<String> known = packagesOf(Stream.concat(Stream.of(module), below(module)).toList());
    return type -> isOurs(type) && !known.contains(type.getPackageName());
  }

  private static Stream<String> below(String module) {
    return switch (module) {
      case "api" -> Stream.of();
      case "spi" -> Stream.of("api");
      case "cli" -> Stream.of("api", "spi", "core");
      default -> Stream.of("api", "spi");
    };
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith("dev.impresario");
  }

  private static Set<String> packagesOf(List<String> modules) {
    return classesOf(modules).stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
  }

  private static JavaClasses classesOf(List<String> modules) {
    return new ClassFileImporter().importPaths(modules.stream().map(Reactor::classes).toList());
  }

  private static final class OneSliceAPackage implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return isOurs(type) ? SliceIdentifier.of(type.getPackageName()) : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "our packages";
    }
  }
}
