package dev.diffract.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.tests.harness.RunningProgram.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Java's options name files and libraries, for {@code serve} on its command line and for every program in the environment. The script
 * {@code diffract} says in a sentence that one is not there, before Java does in its own words.
 */
class NamedFilesIT extends WithStandInTree {

    private static final String LIBRARY = "there is no %s where Java looks for libraries";

    private static final String FILE = "there is no file '%s'";

    private static final String UNREADABLE = "'%s' is no file that can be read";

    @ParameterizedTest
    @CsvSource({
        "-javaagent:missing.jar, missing.jar",
        "-javaagent:missing.jar=a=b, missing.jar",
        "-agentpath:./missing.so, ./missing.so",
        "-agentpath:/missing/a.so=b, /missing/a.so",
        "-XX:Flags=missing, missing",
        "-XX:VMOptionsFile=missing, missing",
        "'-XX:StartFlightRecording=settings=missing.jfc,filename=a.jfr', missing.jfc",
        "-XX:StartFlightRecording:settings=nosuch, nosuch",
        "-Dcom.sun.management.config.file=missing, missing",
        "-Dcom.sun.management.jmxremote.password.file=missing, missing",
    })
    void aFileThatIsNotThereIsTold(String option, String file) {
        isTold(option, FILE.formatted(file));
    }

    @ParameterizedTest
    @CsvSource({"-javaagent:bin, bin", "-XX:Flags=bin, bin", "-agentpath:./bin, ./bin"})
    void whatIsNoFileIsTold(String option, String file) {
        isTold(option, UNREADABLE.formatted(file));
    }

    /** Elsewhere libraries have other names and places, and Java says it. */
    @EnabledOnOs(OS.LINUX)
    @ParameterizedTest
    @CsvSource({
        "-agentlib:nosuch, libnosuch.so",
        "-agentlib:nosuch=a=b, libnosuch.so",
        "-Xrunnosuch:a, libnosuch.so",
        "-agentpath:nosuch.so, nosuch.so",
    })
    void aLibraryThatIsNotThereIsTold(String option, String library) {
        isTold(option, LIBRARY.formatted(library));
    }

    /** Java's own, the system's, and those of the environment. */
    @ParameterizedTest
    @ValueSource(strings = {"-agentlib:jdwp=help", "-Xrunjdwp:help", "-agentlib:c-there", "-agentpath:libc-there.so"})
    void aLibraryThatIsThereIsGivenToJava(String option) throws IOException {
        Files.createFile(home.resolve("bin/libc-there.so"));
        Map<String, String> environment = new HashMap<>(StandInTree.REAL_JAVA);
        environment.put("LD_LIBRARY_PATH", "/nowhere:" + home.resolve("bin"));

        Finished finished = tree.run(environment, "serve", option);

        assertThat(finished.output()).startsWith("java -XX:+ExitOnOutOfMemoryError " + option + " -jar ");
        assertThat(finished.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "profile", "none", "profile.jfc", "pom.xml"})
    void settingsOfARecordingThatAreThereAreGivenToJava(String settings) {
        String option = "-XX:StartFlightRecording=settings=" + settings + ",filename=a.jfr";

        assertThat(tree.run(StandInTree.REAL_JAVA, "serve", option).output())
                .startsWith("java -XX:+ExitOnOutOfMemoryError " + option + " -jar ");
    }

    /** Java alone reads files of arguments in the one variable, and in no other. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "JDK_JAVA_OPTIONS | @missing | JDK_JAVA_OPTIONS has @missing, and there is no file 'missing'.",
                "JDK_JAVA_OPTIONS | -jar a.jar | this Java cannot start with -jar a.jar of JDK_JAVA_OPTIONS: 'java -X' and 'java --help' say what it takes.",
                "JDK_JAVA_OPTIONS | Main | this Java cannot start with Main of JDK_JAVA_OPTIONS: 'java -X' and 'java --help' say what it takes.",
                "JAVA_TOOL_OPTIONS | -Da=b -Xunheard | this Java cannot start with -Da -Xunheard of JAVA_TOOL_OPTIONS: 'java -X' and 'java --help' say what it takes.",
                "JAVA_TOOL_OPTIONS | -Da='-Xunheard' -javaagent:'a b.jar'=x | JAVA_TOOL_OPTIONS has -javaagent:a b.jar=x, and there is no file 'a b.jar'.",
                "JAVA_TOOL_OPTIONS | -Djava.system.class.loader=nosuch | this Java cannot start with -Djava.system.class.loader of JAVA_TOOL_OPTIONS: 'java -X' and 'java --help' say what it takes.",
                "_JAVA_OPTIONS | \"-Xmx1 g\" | this Java cannot start with -Xmx1 g of _JAVA_OPTIONS: 'java -X' and 'java --help' say what it takes.",
                "_JAVA_OPTIONS | -Xlog:gc:missing/gc.log | cannot write the log of -Xlog:gc:missing/gc.log to missing/gc.log.",
            })
    void whatJavaDoesNotTakeOfAVariableIsTold(String variable, String value, String sentence) {
        for (String command : List.of("version", "embedded", "serve", "plan", "demo")) {
            Map<String, String> environment = new HashMap<>(StandInTree.REAL_JAVA);
            environment.put(variable, value);

            Finished finished = tree.run(environment, command);

            assertThat(finished.output()).isEqualTo("diffract: " + sentence + "\n");
            assertThat(finished.exitCode()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "JDK_JAVA_OPTIONS | @arguments --add-opens java.base/java.lang=ALL-UNNAMED",
                "JAVA_TOOL_OPTIONS | -Dkey=\"a b\" -Dother='\"' -javaagent:pom.xml -Xlog:gc:gc.log -agentlib:jdwp=server=y",
                "_JAVA_OPTIONS | -XX:Flags=arguments -Xrunjdwp:server=y",
                "JAVA_TOOL_OPTIONS | ` `",
            })
    void whatJavaTakesOfAVariableIsLeftToItAndDoesNotActBefore(String variable, String value) throws IOException {
        Files.writeString(home.resolve("arguments"), variable.startsWith("_") ? "+UseSerialGC\n" : "-Xmx1g\n");
        Map<String, String> environment = new HashMap<>(StandInTree.REAL_JAVA);
        environment.put(variable, value);

        Finished finished = tree.run(environment, "embedded");

        assertThat(finished.output())
                .isEqualTo("java -XX:+ExitOnOutOfMemoryError -jar " + home.resolve(tree.program("embedded")) + "\n");
        assertThat(home.resolve("gc.log")).doesNotExist();
    }

    /** Wherever it is said. */
    private void isTold(String option, String what) {
        Finished serve = tree.run(StandInTree.REAL_JAVA, "serve", "-Da=b", option);
        assertThat(serve.output()).isEqualTo("diffract: serve has " + option + ", and " + what + ".\n");
        assertThat(serve.exitCode()).isEqualTo(1);

        Map<String, String> environment = new HashMap<>(StandInTree.REAL_JAVA);
        environment.put("JAVA_TOOL_OPTIONS", "-Da=b " + option);
        Finished embedded = tree.run(environment, "embedded");
        assertThat(embedded.output()).isEqualTo("diffract: JAVA_TOOL_OPTIONS has " + option + ", and " + what + ".\n");
        assertThat(embedded.exitCode()).isEqualTo(1);
    }
}
