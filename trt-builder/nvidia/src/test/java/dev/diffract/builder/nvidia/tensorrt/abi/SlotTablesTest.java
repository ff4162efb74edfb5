package dev.diffract.builder.nvidia.tensorrt.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tables hold only what is called; {@code vtables.txt} lists every method of each interface. A typing error in the list
 * leaves a gap or a double in its numbers; one in a table disagrees with the list.
 */
class SlotTablesTest {

    private static final String ABSENT = "-";
    private static final Map<String, List<Row>> LISTED = listed();

    private record Row(String ten, String eleven, String method) {}

    @ParameterizedTest
    @MethodSource("tables")
    void slotsAreThoseOfTheCompleteList(String listedInterface, Slot[] table) {
        Map<String, Slot.Entry> entries = new LinkedHashMap<>();
        LISTED.get(listedInterface)
                .forEach(row -> entries.put(
                        row.method(),
                        row.ten().equals(ABSENT) || row.eleven().equals(ABSENT)
                                ? null
                                : new Slot.Entry(
                                        row.method(), Integer.parseInt(row.ten()), Integer.parseInt(row.eleven()))));

        assertThat(table)
                .isNotEmpty()
                .allSatisfy(
                        slot -> assertThat(entries).containsEntry(slot.entry().method(), slot.entry()));
    }

    @ParameterizedTest
    @MethodSource("interfaces")
    void listHasNoGapAndNoDouble(String listedInterface) {
        assertThat(numbers(LISTED.get(listedInterface).stream().map(Row::ten)))
                .isEqualTo(expected(LISTED.get(listedInterface).stream().map(Row::ten)));
        assertThat(numbers(LISTED.get(listedInterface).stream().map(Row::eleven)))
                .isEqualTo(expected(LISTED.get(listedInterface).stream().map(Row::eleven)));
    }

    /** The lengths of these tables inside the two libraries, as run-time type information tells them, less one private entry. */
    @Test
    void listIsAsLongAsTheTablesInTheLibraries() {
        assertThat(lengths("VBuilder")).containsExactly(23, 20);
        assertThat(lengths("VBuilderConfig")).containsExactly(68, 60);
        assertThat(lengths("VRuntime")).containsExactly(24, 23);
        assertThat(lengths("VCudaEngine")).containsExactly(59, 51);
        assertThat(lengths("VExecutionContext")).containsExactly(53, 53);
        assertThat(lengths("VTensor")).containsExactly(25, 19);
        assertThat(lengths("VOptimizationProfile")).containsExactly(12, 10);
        assertThat(lengths("VHostMemory")).containsExactly(5, 5);
        assertThat(lengths("VNetworkDefinition")).containsExactly(89, 89);
    }

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of("VBuilder", BuilderSlot.values()),
                Arguments.of("VNetworkDefinition", NetworkSlot.values()),
                Arguments.of("VTensor", TensorSlot.values()),
                Arguments.of("VBuilderConfig", BuilderConfigSlot.values()),
                Arguments.of("VOptimizationProfile", OptimizationProfileSlot.values()),
                Arguments.of("VHostMemory", HostMemorySlot.values()),
                Arguments.of("VTimingCache", TimingCacheSlot.values()),
                Arguments.of("VRuntime", RuntimeSlot.values()),
                Arguments.of("VCudaEngine", EngineSlot.values()),
                Arguments.of("VExecutionContext", ExecutionContextSlot.values()),
                Arguments.of("IParser", ParserSlot.values()),
                Arguments.of("IParserError", ParserErrorSlot.values()));
    }

    static Stream<String> interfaces() {
        return LISTED.keySet().stream();
    }

    private static List<Integer> lengths(String listedInterface) {
        return List.of(
                expected(LISTED.get(listedInterface).stream().map(Row::ten)).size(),
                expected(LISTED.get(listedInterface).stream().map(Row::eleven)).size());
    }

    private static List<Integer> numbers(Stream<String> column) {
        return column.filter(slot -> !slot.equals(ABSENT))
                .map(Integer::valueOf)
                .sorted()
                .toList();
    }

    /** From 0 to the largest. */
    private static List<Integer> expected(Stream<String> column) {
        List<Integer> numbers = numbers(column);
        return IntStream.rangeClosed(0, numbers.get(numbers.size() - 1)).boxed().toList();
    }

    private static Map<String, List<Row>> listed() {
        Map<String, List<Row>> interfaces = new LinkedHashMap<>();
        String[] current = {null};
        text().lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            if (line.startsWith("[")) {
                current[0] = line.substring(1, line.length() - 1);
            } else {
                String[] columns = line.strip().split("\\s+");
                interfaces.merge(
                        current[0],
                        List.of(new Row(columns[0], columns[1], columns[2])),
                        (all, one) -> Stream.concat(all.stream(), one.stream()).toList());
            }
        });
        return interfaces;
    }

    private static String text() {
        try (InputStream in = SlotTablesTest.class.getResourceAsStream("vtables.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
