package dev.diffract.builder.planning.mig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MigCatalogueTest {

    private static final MigCatalogue CATALOGUE = MigCatalogue.shipped();

    static Stream<GpuModel> cardsWithMig() {
        return CATALOGUE.all().stream().filter(GpuModel::mig);
    }

    @ParameterizedTest
    @MethodSource("cardsWithMig")
    void theWholeCardIsAsLongAsTheAxis(GpuModel gpu) {
        MigProfile whole = gpu.whole();

        assertThat(whole.id()).isZero();
        assertThat(whole.memoryUnits()).isEqualTo(gpu.axis());
        assertThat(whole.starts()).containsExactly(0);
        assertThat(whole.max()).isEqualTo(1);
        assertThat(whole.usableMib()).isLessThan(gpu.memoryMib());
        assertThat(whole.sms()).isLessThanOrEqualTo(gpu.sms());
    }

    @ParameterizedTest
    @MethodSource("cardsWithMig")
    void everyStartLeavesRoomOnTheAxis(GpuModel gpu) {
        for (MigProfile profile : gpu.profiles()) {
            assertThat(profile.starts())
                    .as(profile.name())
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .allMatch(start -> start + profile.memoryUnits() <= gpu.axis());
            if (!profile.driverOrder().isEmpty()) {
                assertThat(profile.driverOrder()).containsExactlyInAnyOrderElementsOf(profile.starts());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cardsWithMig")
    void usableMemoryIsBelowTheLabelAndAShareOfTheCard(GpuModel gpu) {
        for (MigProfile profile : gpu.profiles()) {
            // Where drivers disagree on the name, the figure is the careful one.
            int label = Stream.concat(Stream.of(profile.name()), profile.otherNames().stream())
                    .mapToInt(name -> Integer.parseInt(name.replaceAll("^\\d+g\\.(\\d+)gb.*", "$1")))
                    .min()
                    .orElseThrow();
            assertThat(profile.usableMib())
                    .as(gpu + " " + profile)
                    .isLessThanOrEqualTo(label * 1024)
                    .isLessThanOrEqualTo(gpu.memoryMib() * profile.memoryUnits() / gpu.axis())
                    .isGreaterThan(label * 1024 * 8 / 10)
                    // The driver's figures are multiples of a sixteenth of a GiB.
                    .matches(mib -> mib % 64 == 0);
        }
    }

    @Test
    void namesAliasesAndPciIdsAreUnique() {
        List<String> names = CATALOGUE.all().stream()
                .flatMap(gpu -> Stream.concat(Stream.of(gpu.name()), gpu.aliases().stream())
                        .map(MigCatalogue::comparable)
                        .distinct())
                .toList();
        assertThat(names).doesNotHaveDuplicates();
        assertThat(CATALOGUE.all().stream().flatMap(gpu -> gpu.pciIds().stream()))
                .doesNotHaveDuplicates();
        // A shared name is never the name of one card, and cards that share one differ in memory.
        assertThat(CATALOGUE.all().stream().flatMap(gpu -> gpu.sharedNames().stream()))
                .allSatisfy(shared -> {
                    assertThat(CATALOGUE.find(shared)).isEmpty();
                    assertThat(CATALOGUE.findAll(shared))
                            .hasSizeGreaterThan(1)
                            .extracting(GpuModel::memoryMib)
                            .doesNotHaveDuplicates();
                });
    }

    @ParameterizedTest
    @CsvSource({
        "H100-80GB, H100-80GB",
        "h100 80gb, H100-80GB",
        "NVIDIA H100 80GB HBM3, H100-80GB",
        "NVIDIA A100-SXM4-40GB, A100-40GB",
        "NVIDIA A100 80GB PCIe, A100-80GB",
        "NVIDIA H100 NVL, H100-94GB",
        "NVIDIA GH200 480GB, GH200-96GB",
        "NVIDIA GH200 120GB, GH200-96GB",
        "NVIDIA GH200 144G HBM3e, GH200-144GB",
        "NVIDIA A100-SXM-64GB, A100-64GB",
        "NVIDIA H100 64GB HBM2, H100-64GB",
        "NVIDIA H20, H20-96GB",
        "NVIDIA H20-3e, H20-141GB",
        "Tesla T4, T4",
        "NVIDIA L40S, L40S",
        "Quadro RTX 8000, RTX-8000-TURING",
        "NVIDIA RTX A4500, RTX-A4500",
        "NVIDIA RTX 4000 SFF Ada Generation, RTX-4000-ADA",
        "NVIDIA RTX PRO 2000 Blackwell, RTX-PRO-2000",
        "GeForce RTX 2080 Ti, RTX-2080-TI",
        "NVIDIA GeForce RTX 4070 SUPER, RTX-4070-SUPER",
        "NVIDIA GeForce RTX 4090 Laptop GPU, RTX-4090-LAPTOP",
        "NVIDIA GeForce RTX 5070 Ti, RTX-5070-TI",
        "NVIDIA H200, H200-141GB",
        "NVIDIA RTX PRO 6000 Blackwell Server Edition, RTX-PRO-6000-96GB",
        "Tesla V100-SXM2-16GB, V100-16GB",
        "NVIDIA GeForce RTX 4090, RTX-4090"
    })
    void findsACardByWhatPeopleAndDriversCallIt(String said, String name) {
        assertThat(CATALOGUE.find(said)).map(GpuModel::name).contains(name);
    }

    @ParameterizedTest
    @CsvSource({
        "NVIDIA GeForce RTX 3080, RTX-3080-10GB RTX-3080-12GB",
        "RTX 4060 Ti, RTX-4060-TI-8GB RTX-4060-TI-16GB",
        "Tesla V100, V100-16GB V100-32GB"
    })
    void aNameOfSeveralCardsIsNoneOfThem(String said, String names) {
        assertThat(CATALOGUE.find(said)).isEmpty();
        assertThat(CATALOGUE.findAll(said)).extracting(GpuModel::name).containsExactly(names.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "A100-40GB, an A100-40GB",
        "L4, an L4",
        "RTX-3090, an RTX-3090",
        "T4, a T4",
        "GH200-96GB, a GH200-96GB",
        "TITAN-RTX, a TITAN-RTX"
    })
    void hasItsArticle(String name, String said) {
        assertThat(CATALOGUE.find(name).orElseThrow().withArticle()).isEqualTo(said);
    }

    /** Tables that people published, each where another test or the catalogue names it. */
    @ParameterizedTest
    @CsvSource({
        "B200, 1g.45gb, 45312, 30",
        "B200, 2g.45gb, 45312, 36",
        "GB200, 1g.47gb, 46592, 32",
        "GB200, 2g.47gb, 46592, 38",
        "GB200, 1g.24gb, 20480, 18",
        "GH200-144GB, 1g.18gb, 17920, 16",
        "GH200-144GB, 1g.36gb, 36096, 26",
        "GH200-144GB, 2g.36gb, 36096, 32",
        "H20-141GB, 1g.18gb, 16384, 8",
        "H20-141GB, 1g.35gb, 33280, 12",
        "H200, 1g.35gb, 33024, 26",
        "H200, 4g.71gb, 71168, 64",
        "RTX-PRO-6000-96GB, 1g.24gb, 23680, 46"
    })
    void figuresThatArePublishedAreNoEstimates(String card, String name, int mib, int sms) {
        MigProfile profile = CATALOGUE.find(card).orElseThrow().profile(name).orElseThrow();

        assertThat(profile.usableMib()).isEqualTo(mib);
        assertThat(profile.sms()).isEqualTo(sms);
        assertThat(profile.doubtful()).doesNotContain(Figure.MEMORY, Figure.SMS);
    }

    @ParameterizedTest
    @CsvSource({
        "0x20B310DE, A100-64GB",
        "0x232C10DE, H20-141GB",
        "0x20B010DE, A100-40GB",
        "0x20B110DE, A100-40GB",
        "0x20F110DE, A100-40GB",
        "0x20F610DE, A100-40GB",
        "0x20B210DE, A100-80GB",
        "0x20B510DE, A100-80GB",
        "0x20F310DE, A100-80GB",
        "0x20F510DE, A100-80GB",
        "0x233010DE, H100-80GB",
        "0x233110DE, H100-PCIE-80GB",
        "0x232210DE, H100-PCIE-80GB",
        "0x232410DE, H100-80GB",
        "0x20B710DE, A30",
        "0x232110DE, H100-94GB",
        "0x233A10DE, H100-94GB",
        "0x234210DE, GH200-96GB",
        "0x233D10DE, H100-96GB",
        "0x20B610DE, GA100-96GB",
        "0x232910DE, H20-96GB",
        "0x233510DE, H200-141GB",
        "0x233B10DE, H200-141GB",
        "0x234810DE, GH200-144GB",
        "0x290110DE, B200-180GB",
        "0x294110DE, GB200-186GB",
        "0x318210DE, B300-269GB",
        "0x31C210DE, GB300-278GB",
        "0x2BB510DE, RTX-PRO-6000-96GB"
    })
    void findsACardByItsPackedPciId(String pciId, String name) {
        assertThat(CATALOGUE.findByPciId(Integer.decode(pciId)))
                .map(GpuModel::name)
                .contains(name);
    }

    @Test
    void aProfileGoesByTheNamesOfEveryDriver() {
        GpuModel gb300 = CATALOGUE.find("GB300").orElseThrow();

        assertThat(gb300.profile("3g.139gb"))
                .isEqualTo(gb300.profile("3g.126gb"))
                .map(MigProfile::id)
                .contains(9);
        assertThat(gb300.profile("3g.40gb")).isEmpty();
    }

    @Test
    void oneSliceProfilesOfOneCardMayDifferInTheirProcessors() {
        GpuModel h100 = CATALOGUE.find("H100-80GB").orElseThrow();

        assertThat(h100.profile("1g.10gb")).map(MigProfile::sms).contains(16);
        assertThat(h100.profile("1g.20gb")).map(MigProfile::sms).contains(26);
    }

    @Test
    void estimatesAreMarked() {
        GpuModel h200 = CATALOGUE.find("H200").orElseThrow();

        assertThat(CATALOGUE
                        .find("A100-64GB")
                        .orElseThrow()
                        .profile("1g.16gb")
                        .orElseThrow()
                        .doubtful())
                .containsExactlyInAnyOrder(Figure.MEMORY, Figure.SMS, Figure.MEDIA_ENGINES);
        assertThat(h200.profile("1g.18gb").orElseThrow().doubtful()).isEmpty();
        assertThat(CATALOGUE.find("H100-80GB").orElseThrow().profiles())
                .allSatisfy(profile -> assertThat(profile.doubtful()).isEmpty());
    }

    @Test
    void cardsWithoutMigAreKnownToo() {
        GpuModel l4 = CATALOGUE.find("L4").orElseThrow();

        assertThat(l4.mig()).isFalse();
        assertThat(l4.sms()).isEqualTo(58);
        assertThat(l4.computeCapability()).isEqualTo(new ComputeCapability(8, 9));
    }

    @Test
    void aCardThatCannotBePlannedForIsRefusedWithTheReason() {
        assertThat(CATALOGUE.find("Thor")).isEmpty();
        assertThat(CATALOGUE.refusal("NVIDIA Thor"))
                .hasValueSatisfying(reason -> assertThat(reason).contains("no memory of their own"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "gpus: [{name: X, colour: red, compute-capability: '1.0', sms: 1, mib: 1}]; nobody knows [colour]",
                "gpus: [{name: X, compute-capability: '1.0', sms: many, mib: 1}]; many is no Integer",
                "gpus: [{name: X, compute-capability: '1.0', sms: 1}]; null is no Integer",
                "cards: []; nobody knows [cards]"
            })
    void aMistakeInTheDataFileIsNotOverlooked(String yaml, String complaint) {
        InputStream in = new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> CatalogueReader.read(in))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(complaint);
    }
}
