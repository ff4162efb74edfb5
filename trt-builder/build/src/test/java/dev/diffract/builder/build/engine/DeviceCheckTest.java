package dev.diffract.builder.build.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.builder.nvidia.tensorrt.TensorRtException;
import dev.diffract.builder.planning.mig.ComputeCapability;
import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.MigCatalogue;
import dev.diffract.repository.layout.EngineTarget;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeviceCheckTest {

    private static final Slice WANTED = EngineBuilds.slice("H100-80GB", "1g.10gb");
    private static final VisibleDevice RIGHT = device("NVIDIA H100 80GB HBM3 MIG 1g.10gb", 9, 16, 9984);

    @Test
    void theSliceThatIsWantedIsAccepted() {
        assertThat(objection(RIGHT)).isEmpty();
        assertThat(objection(device("NVIDIA H100 80GB HBM3", 9, 16, 9900))).isEmpty();
    }

    @Test
    void anotherSliceIsRefusedByItsName() {
        assertThat(objection(device("NVIDIA H100 80GB HBM3 MIG 2g.20gb", 9, 32, 20_000)))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .contains("is no 1g.10gb of H100-80GB: the slice is a 2g.20gb", "CUDA_VISIBLE_DEVICES"));
    }

    @Test
    void anotherSliceIsRefusedByItsFigures() {
        assertThat(objection(device("NVIDIA H100 80GB HBM3", 9, 26, 20_000)))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("it has 26 multiprocessors, not 16"));
        assertThat(objection(device("NVIDIA H100 80GB HBM3", 9, 16, 20_000)))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("20000 MiB of memory, not about 9984"));
    }

    @Test
    void aWholeCardIsRefused() {
        assertThat(objection(device("NVIDIA H100 80GB HBM3", 9, 132, 81_000)))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("the whole card is visible"));
    }

    @Test
    void anotherCardIsRefused() {
        assertThat(objection(device("NVIDIA A30", 8, 14, 5_900)))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("the GPU is an A30"));
        assertThat(objection(device("NVIDIA X9000", 12, 16, 9984)))
                .hasValueSatisfying(
                        sentence -> assertThat(sentence).contains("its compute capability is 12.0, not 9.0"));
    }

    /** Boards of one name differ in memory, and names carry numbers that are not the card's memory. */
    @Test
    void aNameAloneDoesNotTellTheCard() {
        assertThat(objection("GH200-96GB", "1g.12gb", device("NVIDIA GH200 120GB MIG 1g.12gb", 9, 16, 11_264)))
                .isEmpty();
        assertThat(objection("H20-141GB", "1g.18gb", device("NVIDIA H20 MIG 1g.18gb", 9, 8, 16_384)))
                .isEmpty();
        assertThat(objection("A100-64GB", "1g.8gb", device("NVIDIA A100-SXM-64GB MIG 1g.8gb", 8, 16, 7_700)))
                .isEmpty();
        assertThat(objection("H20-96GB", "1g.12gb", device("NVIDIA H20-3e MIG 1g.18gb", 9, 8, 16_384)))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("the GPU is an H20-141GB"));
        VisibleDevice rtx3080 = new VisibleDevice(
                "NVIDIA GeForce RTX 3080",
                "405bbda1-6b05-535f-9702-f95e8cd170ce",
                new ComputeCapability(8, 6),
                70,
                12_288L << 20,
                "13.0",
                Optional.of("580.65.06"));
        assertThat(SeenCards.of(rtx3080, MigCatalogue.shipped()))
                .extracting(GpuModel::name)
                .containsExactly("RTX-3080-12GB");
        GpuModel smaller = MigCatalogue.shipped().find("RTX-3080-10GB").orElseThrow();
        assertThat(DeviceCheck.objection(
                        new Slice(smaller, smaller.profileOrWhole("whole").orElseThrow()),
                        rtx3080,
                        MigCatalogue.shipped()))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("the GPU is an RTX-3080-12GB"));
    }

    private static Optional<String> objection(String gpu, String profile, VisibleDevice device) {
        return DeviceCheck.objection(EngineBuilds.slice(gpu, profile), device, MigCatalogue.shipped());
    }

    @Test
    void theDriverSaysItsVersionInItsOwnFile() {
        assertThat(CudaProbe.driverVersion("NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.65.06  Release"
                        + " Build\nGCC version: 12.2.0\n"))
                .hasValue("580.65.06");
        assertThat(CudaProbe.driverVersion("NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.183.01  Sun May 12\n"))
                .hasValue("535.183.01");
        assertThat(CudaProbe.driverVersion("nothing")).isEmpty();
    }

    @Test
    void enginesOfAnotherSliceTensorRtOrDriverAreFindings() {
        assertThat(check(target("1g.10gb", "10.15.1", "580.65.06"), RIGHT).findings())
                .isEmpty();
        assertThat(check(target("3g.40gb", "10.15.1", "580.65.06"), RIGHT).findings())
                .anyMatch(finding -> finding.contains("is no 3g.40gb of H100-80GB: the slice is a 1g.10gb"));
        assertThat(check(target("1g.10gb", "11.2.1", "580.65.06"), RIGHT).findings())
                .containsExactly(
                        "the engines were built by TensorRT 11.2.1, here is 10.15.1: no other version can load them");
        assertThat(check(target("1g.10gb", "10.15.1", "570.10.01"), RIGHT).findings())
                .singleElement()
                .asString()
                .startsWith("the engines were built with driver 570.10.01 and CUDA 13.0, here are 580.65.06");
        assertThat(check(target("9g.1gb", "10.15.1", "580.65.06"), RIGHT).findings())
                .containsExactly("the engines are for 9g.1gb of H100-80GB, which the catalogue does not have");
    }

    @Test
    void whatCannotBeCheckedIsSaid() {
        InstalledCheck.Report report = new InstalledCheck(
                        () -> {
                            throw new NoDeviceException("no GPU: the driver shows none.", null);
                        },
                        () -> {
                            throw new TensorRtException(
                                    TensorRtException.Reason.LIBRARY_NOT_FOUND, "libnvinfer was not found");
                        })
                .check(target("1g.10gb", "10.15.1", "580.65.06"));

        assertThat(report.findings()).isEmpty();
        assertThat(report.unchecked())
                .hasSize(2)
                .anyMatch(line -> line.contains("GPU, profile and driver are those of the engines (H100-80GB, 1g.10gb,"
                        + " driver 580.65.06), because there is no GPU"))
                .anyMatch(line -> line.contains("whether TensorRT is 10.15.1"));
    }

    private static InstalledCheck.Report check(EngineTarget target, VisibleDevice device) {
        return new InstalledCheck(() -> device, () -> "10.15.1").check(target);
    }

    private static EngineTarget target(String profile, String tensorRt, String driver) {
        return new EngineTarget("H100-80GB", profile, "9.0", 16, 9984L << 20, tensorRt, "13.0", Optional.of(driver));
    }

    private static Optional<String> objection(VisibleDevice device) {
        return DeviceCheck.objection(WANTED, device, MigCatalogue.shipped());
    }

    private static VisibleDevice device(String name, int capability, int sms, long mib) {
        return new VisibleDevice(
                name,
                "405bbda1-6b05-535f-9702-f95e8cd170ce",
                new ComputeCapability(capability, 0),
                sms,
                mib << 20,
                "13.0",
                Optional.of("580.65.06"));
    }
}
