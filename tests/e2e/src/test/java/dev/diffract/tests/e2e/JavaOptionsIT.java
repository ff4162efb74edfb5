package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.tests.harness.RunningProgram.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script {@code diffract} gives {@code serve}'s options to Java only if Java takes them, and has none act to find out. */
class JavaOptionsIT extends WithStandInTree {

    @Test
    void whatServeDoesNotTakeIsNotGivenToJava() {
        Finished finished = run("serve", "a=localhost:8001");

        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.output())
                .startsWith("diffract: serve takes keys and options of Java")
                .contains("'a=localhost:8001' is none. 'diffract serve --help' says more.");
    }

    /** They go behind the program, which knows what was meant. */
    @Test
    void wordsThatAreNoOptionsOfJavaAreNotGivenToIt() {
        String serve = home.resolve(tree.program("serve")).toString();
        assertThat(diffract("serve", "-Da=b", "--port", "1", "-Xmx1g", "--slice=a", "--add-opens=a/b=c"))
                .isEqualTo("java -XX:+ExitOnOutOfMemoryError -Da=b -Xmx1g --add-opens=a/b=c -jar " + serve
                        + " --port 1 --slice=a\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-D diffract.slices=a | -D needs a key and a value in one word, as in -Ddiffract.slices=a=localhost:8001, and '-D' has none.",
                "-Da=b -D=c | -D needs a key and a value in one word, as in -Ddiffract.slices=a=localhost:8001, and '-D=c' has none.",
                "--help=1 | --help takes no value, had '1'.",
                "--add-opens | --add-opens needs a value, as in --add-opens=VALUE.",
                "-p -Da=b | -p needs a value, as in --module-path=VALUE.",
                "-cp x | serve starts its own program, whose file names what it is made of, so that -cp would change nothing.",
                "-Xunheard -Da=b | this Java cannot start with -Xunheard: 'java -X' and 'java --help' say what it takes.",
            })
    void optionsThatJavaWouldExplainItselfAreToldInASentence(String words, String sentence) {
        Finished finished = run(("serve " + words).split(" "));

        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.output()).isEqualTo("diffract: " + sentence + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--add-opens java.base/java.lang=ALL-UNNAMED | --add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED -Xmx1g | --add-opens=java.base/java.lang=ALL-UNNAMED -Xmx1g",
                "--add-modules java.sql --module-path mods | --add-modules=java.sql --module-path=mods",
                "-p mods -Da=b | --module-path=mods -Da=b",
                "-javaagent:pom.xml=x | -javaagent:pom.xml=x",
            })
    void optionsOfTwoWordsAreTakenToo(String words, String given) {
        assertThat(diffract(("serve " + words).split(" ")))
                .isEqualTo("java -XX:+ExitOnOutOfMemoryError " + given + " -jar " + home.resolve(tree.program("serve"))
                        + "\n");
    }

    /** They are asked about as everything is, whatever they are called. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-Xlogg",
                "-Xlog:gc:nonsense=",
                "-Xlog:nonsense:gc.log",
                "-Xlog:gc:gc.log:nonsense",
                "-Xlog:gc:file=\"gc.log\":time:filecount=nonsense",
                "-XX:LogFoo=1",
                "-XX:FileFoo",
                "-XX:OnFoo=x",
                "-XX:+OnOutOfMemoryError",
                "-XX:HeapDumpPath",
                "-XX:ErrorLogTimeout=nonsense",
                "-XX:+LogVMOutput -XX:LogFile=vm.log",
                "-Djava.security.manager=nosuch",
                "-Djava.system.class.loader=nosuch",
                "-Xshare:dumped",
                "-eanonsense",
            })
    void whatJavaDoesNotTakeIsToldAlsoOfWhatActs(String words) {
        Finished finished = tree.run(StandInTree.REAL_JAVA, ("serve -Da=b " + words).split(" "));

        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.output())
                .isEqualTo("diffract: this Java cannot start with " + words
                        + ": 'java -X' and 'java --help' say what it takes.\n");
        assertThat(home.resolve("gc.log")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"-Xlog:gc:missing/gc.log, missing/gc.log", "-Xlog:gc:file=bin:time, bin", "-Xloggc:missing/a, missing/a"
    })
    void whereNoLogCanBeWrittenIsTold(String option, String place) {
        Finished finished = tree.run(StandInTree.REAL_JAVA, "serve", option);

        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.output()).isEqualTo("diffract: cannot write the log of " + option + " to " + place + ".\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-Xlog",
                "-Xlog:async",
                "-Xlog:gc",
                "-Xlog:gc*=debug,safepoint:stderr:time",
                "-Xlog:gc:gc.log -Xlog:safepoint:file=\"s:p.log\":time,level:filecount=3,filesize=1m",
                "-Xlog:gc::time",
                "-Xlog:gc:%t/%p.log",
                "-Xlog:help",
                "-XX:+IgnoreUnrecognizedVMOptions -XX:LogFoo=1",
                "-XX:+UnlockDiagnosticVMOptions -XX:+LogVMOutput -XX:LogFile=vm.log",
                "-XX:StartFlightRecording=filename=a.jfr -XX:ArchiveClassesAtExit=a.jsa -Xrunjdwp:server=y",
                "-ea:dev.diffract... -verbose:gc -agentlib:jdwp -javaagent:pom.xml",
            })
    void whatActsIsAskedAboutWithoutActing(String words) throws IOException {
        Set<Path> before = files();

        Finished finished = tree.run(StandInTree.REAL_JAVA, ("serve " + words).split(" "));

        assertThat(finished.exitCode()).as(finished.output()).isZero();
        assertThat(finished.output()).startsWith("java -XX:+ExitOnOutOfMemoryError " + words + " -jar ");
        assertThat(files()).isEqualTo(before);
    }

    /** What everybody's Java is told in the environment is for the program alone. */
    @Test
    void whatActsIsStartedOnce() throws IOException {
        Finished finished = tree.run(
                Map.of("JAVA_TOOL_OPTIONS", "-XX:OnError=kill"),
                "serve",
                "-Xmx1g",
                "-Xlog:gc:file=gc.log",
                "-XX:+HeapDumpOnOutOfMemoryError",
                "-XX:StartFlightRecording=filename=a.jfr",
                "-XX:ArchiveClassesAtExit=a.jsa",
                "-XX:OnOutOfMemoryError=kill",
                "-Xrunjdwp:server=y",
                "-javaagent:pom.xml");

        assertThat(finished.exitCode()).as(finished.output()).isZero();
        List<String> calls = Files.readAllLines(home.resolve("bin/javas"));
        assertThat(calls.subList(0, calls.size() - 1))
                .containsSubsequence(
                        "-version ",
                        "-version \"-XX:OnError=kill\" -XX:ExitOnOutOfMemoryError",
                        "-Xmx1g -cp " + home.resolve(tree.program("serve")) + " -version ")
                .allMatch(call -> call.contains("-version "));
        assertThat(calls.get(calls.size() - 2)).endsWith("-javaagent:pom.xml -XX:ExitOnOutOfMemoryError -version ");
        assertThat(calls.subList(calls.size() - 1, calls.size()))
                .singleElement()
                .asString()
                .contains("-Xlog:gc:file=gc.log -XX:+HeapDumpOnOutOfMemoryError", "-javaagent:pom.xml -jar ")
                .endsWith("-XX:OnError=kill");
    }

    /** All but those that a run itself leaves: the log of Java's calls and its own. */
    private Set<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(temporary)) {
            return files.filter(file -> !file.endsWith("javas") && !file.endsWith("diffract.log"))
                    .collect(Collectors.toSet());
        }
    }
}
