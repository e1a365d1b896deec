package dev.impresario.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A native image holds only what its builder sees to be used, or is told of. So whatever our
 * classes reach by name must be declared, and nothing else: what is used and what is declared are
 * compared both ways.
 */
class NativeImageTest {
  private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
  private static final String CAFFEINE = "com.github.benmanes.caffeine.cache.";
  private static final Pattern GENERATED = Pattern.compile(Pattern.quote(CAFFEINE) + "[A-Z]+");

  /** These reach what the host brings, which only the host can declare. */
  private static final Set<String> OF_THE_HOST =
      Set.of("dev.impresario.runtime.langchain4j.ToolMethods");

  private static final Set<String> LOADS_BY_NAME =
      Set.of(
          "java.lang.Class.forName",
          "java.lang.ClassLoader.loadClass",
          "java.lang.invoke.MethodHandles$Lookup.findClass",
          "java.lang.reflect.Proxy.newProxyInstance",
          "java.util.ResourceBundle.getBundle",
          "java.io.ObjectInputStream.readObject");

  private static final Pattern FINDS_MEMBER =
      Pattern.compile(
          "java\\.lang\\.Class\\.(newInstance|getRecordComponents"
              + "|get(Declared)?(Method|Field|Constructor)s?)"
              + "|java\\.lang\\.invoke\\.MethodHandles\\$Lookup\\.(find(?!Class).*|unreflect.*)"
              + "|java\\.util\\.concurrent\\.atomic\\..*FieldUpdater\\.newUpdater"
              + "|sun\\.misc\\.Unsafe\\..*");

  private static final Pattern READS_RESOURCE =
      Pattern.compile(
          "java\\.lang\\.(Class|ClassLoader|Module)\\.(get(System)?Resource.*|resources)");

  @TempDir private Path directory;

  /** The contract kit is for tests, which nobody makes a native image of. */
  static List<String> modules() {
    return Reactor.modulesWithCode().stream().filter(module -> !module.equals("tck")).toList();
  }

  @Test
  void reflection_always_isDeclaredByThoseWhoUseIt() {
    Set<String> users = users(NativeImageTest::isReflection);
    users.removeAll(OF_THE_HOST);

    assertThat(
            declared(NativeImageTest::isOurs)
                .map(NativeMetadata.Reflection::user)
                .collect(Collectors.toSet()))
        .isEqualTo(users);
    assertThat(users(NativeImageTest::isReflection)).containsAll(OF_THE_HOST);
  }

  @Test
  void members_always_areAsManyAsThoseThatAreLookedUp() {
    Map<String, Long> lookedUp =
        accesses(name -> FINDS_MEMBER.matcher(name).matches())
            .map(access -> access.getOriginOwner().getName())
            .filter(user -> !OF_THE_HOST.contains(user))
            .collect(Collectors.groupingBy(user -> user, TreeMap::new, Collectors.counting()));
    var members = new TreeMap<String, Long>();
    declared(NativeImageTest::isOurs)
        .forEach(
            entry ->
                members.merge(
                    entry.user(),
                    (long) entry.methods().size() + entry.fields().size(),
                    Long::sum));

    assertThat(members).isEqualTo(lookedUp);
  }

  @Test
  void resources_always_areDeclaredByThoseWhoReadThem() {
    Set<String> users =
        modules().stream()
            .flatMap(module -> NativeMetadata.resources(module).stream())
            .map(NativeMetadata.Resource::user)
            .filter(user -> !user.isEmpty())
            .collect(Collectors.toSet());

    assertThat(users).isEqualTo(users(name -> READS_RESOURCE.matcher(name).matches()));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void resources_always_areTheFilesOfTheModule(String module) throws IOException {
    List<String> globs =
        NativeMetadata.resources(module).stream().map(NativeMetadata.Resource::glob).toList();
    List<String> files = resourceFiles(module);

    assertThat(files).allSatisfy(file -> assertThat(globs).anyMatch(glob -> fits(file, glob)));
    assertThat(globs).allSatisfy(glob -> assertThat(files).anyMatch(file -> fits(file, glob)));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void providers_always_canBeMadeByTheServiceLoader(String module) throws IOException {
    Set<String> providers = providers(module);

    assertThat(
            NativeMetadata.reflection(module).stream()
                .filter(entry -> entry.user().isEmpty())
                .filter(NativeImageTest::declaresConstructor)
                .map(NativeMetadata.Reflection::type)
                .collect(Collectors.toSet()))
        .isEqualTo(providers);
    assertThat(NativeMetadata.reflection(module).stream().filter(entry -> entry.user().isEmpty()))
        .hasSameSizeAs(providers);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void entries_always_nameWhatThereIs(String module) throws Exception {
    for (NativeMetadata.Reflection entry : NativeMetadata.reflection(module)) {
      if (Runtime.version().feature() < FIRST_WITH_VIRTUAL_THREADS && isOfNewerJdk(entry)) {
        continue;
      }
      Class<?> type = named(entry.type());
      for (NativeMetadata.Member method : entry.methods()) {
        assertThat(executables(type, method.name()))
            .as("%s.%s", type, method)
            .anyMatch(found -> parameters(found).equals(method.parameters()));
      }
      for (String field : entry.fields()) {
        assertThat(type.getDeclaredField(field)).isNotNull();
      }
    }
  }

  /** Caffeine has hundreds of generated classes, and finds the one for a cache by its name. */
  @Test
  @Timeout(120)
  void caffeine_always_findsTheClassesOfOurSettings() throws Exception {
    Set<Class<?>> declared =
        declared(Predicate.not(NativeImageTest::isOurs))
            .map(entry -> named(entry.type()))
            .collect(Collectors.toSet());

    Set<Class<?>> loaded = classesOfCaffeine();

    // a superclass is found through the class that extends it
    assertThat(loaded).containsAll(declared);
    assertThat(loaded).allSatisfy(type -> assertThat(declared).anyMatch(type::isAssignableFrom));
  }

  private Set<Class<?>> classesOfCaffeine() throws IOException, InterruptedException {
    Path log = directory.resolve("classes.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                InMemoryCachesMain.class.getName())
            .inheritIO()
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .flatMap(line -> Stream.of(line.split(" ", -1)))
          .filter(word -> GENERATED.matcher(word).matches())
          .map(NativeImageTest::named)
          .collect(Collectors.toSet());
    }
  }

  private static boolean isOurs(NativeMetadata.Reflection entry) {
    return !entry.type().startsWith(CAFFEINE);
  }

  /** Those of service providers apart. */
  private static Stream<NativeMetadata.Reflection> declared(
      Predicate<NativeMetadata.Reflection> which) {
    return modules().stream()
        .flatMap(module -> NativeMetadata.reflection(module).stream())
        .filter(entry -> !entry.user().isEmpty())
        .filter(which);
  }

  private static boolean isReflection(String name) {
    return LOADS_BY_NAME.contains(name) || FINDS_MEMBER.matcher(name).matches();
  }

  private static Set<String> users(Predicate<String> of) {
    return accesses(of)
        .map(access -> access.getOriginOwner().getName())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Calls and method references to what has such a name. */
  private static Stream<JavaAccess<?>> accesses(Predicate<String> name) {
    return new ClassFileImporter()
        .importPaths(modules().stream().map(Reactor::classes).toList()).stream()
            .<JavaAccess<?>>flatMap(
                type ->
                    Stream.concat(
                        type.getCodeUnitCallsFromSelf().stream(),
                        type.getCodeUnitReferencesFromSelf().stream()))
            .filter(access -> name.test(nameOf(access.getTarget())));
  }

  private static String nameOf(AccessTarget target) {
    return target.getOwner().getName() + "." + target.getName();
  }

  private static List<String> resourceFiles(String module) throws IOException {
    Path classes = Reactor.classes(module);
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> classes.relativize(file).toString().replace('\\', '/'))
          .filter(file -> !file.endsWith(".class"))
          .filter(file -> !file.startsWith("META-INF/") || file.startsWith("META-INF/services/"))
          .toList();
    }
  }

  private static Set<String> providers(String module) throws IOException {
    var providers = new TreeSet<String>();
    for (String file : resourceFiles(module)) {
      if (file.startsWith("META-INF/services/")) {
        providers.addAll(Files.readAllLines(Reactor.classes(module).resolve(file)));
      }
    }
    return providers;
  }

  private static boolean declaresConstructor(NativeMetadata.Reflection entry) {
    return entry.methods().equals(List.of(new NativeMetadata.Member("<init>", List.of())));
  }

  private static boolean fits(String file, String glob) {
    return FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(Path.of(file));
  }

  private static boolean isOfNewerJdk(NativeMetadata.Reflection entry) {
    return entry.type().startsWith("java.");
  }

  private static Class<?> named(String type) {
    try {
      return Class.forName(type, false, NativeImageTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError("no class " + type, e);
    }
  }

  private static Collection<Executable> executables(Class<?> type, String name) {
    var found = new ArrayList<Executable>();
    if (name.equals("<init>")) {
      found.addAll(List.of(type.getDeclaredConstructors()));
    } else {
      found.addAll(List.of(type.getDeclaredMethods()));
      found.removeIf(method -> !method.getName().equals(name));
    }
    return found;
  }

  private static List<String> parameters(Executable found) {
    return Arrays.stream(found.getParameterTypes()).map(Class::getTypeName).toList();
  }
}
