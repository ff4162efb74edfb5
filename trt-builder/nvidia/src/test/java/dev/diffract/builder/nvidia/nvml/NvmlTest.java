package dev.diffract.builder.nvidia.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Structure;
import dev.diffract.builder.nvidia.nvml.NvmlException.Reason;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NvmlTest {

    @TempDir(cleanup = CleanupMode.ALWAYS)
    static Path directory;

    private static FakeNvml fake;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        fake = FakeNvml.compile(directory);
    }

    private static List<GpuState> gpus(String scenario) {
        try (Nvml nvml = fake.open(scenario)) {
            return nvml.gpus();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PciInfo, 68",
        "Memory, 24",
        "GpuInstancePlacement, 8",
        "GpuInstanceProfileInfo, 48",
        "GpuInstanceProfileInfoV2, 152",
        "GpuInstanceInfo, 24",
        "DeviceAttributes, 40",
        "ProcessInfo, 24"
    })
    void structsAreLaidOutAsTheCompilerDoes(String name, int size) throws ReflectiveOperationException {
        Structure struct = (Structure) Class.forName(NvmlApi.class.getName() + "$" + name)
                .getDeclaredConstructor()
                .newInstance();
        Method offset = Structure.class.getDeclaredMethod("fieldOffset", String.class);
        offset.setAccessible(true);

        assertThat(struct.size()).isEqualTo(size).isEqualTo(fake.layout(name, ""));
        for (String field :
                struct.getClass().getAnnotation(Structure.FieldOrder.class).value()) {
            assertThat(offset.invoke(struct, field)).as(field).isEqualTo(fake.layout(name, field));
        }
    }

    @Test
    void showsACutCard() {
        GpuState gpu = gpus("").get(0);

        assertThat(gpu.name()).contains("NVIDIA H100 80GB HBM3");
        assertThat(gpu.uuid()).contains("GPU-c08d91cb-e324-655c-71ba-7570956445bc");
        assertThat(gpu.pciId()).hasValue(0x233010DE);
        assertThat(gpu.memoryMib()).hasValue(81559);
        assertThat(gpu.mig()).isEqualTo(MigMode.ON);
        assertThat(gpu.instances())
                .containsExactly(
                        new GpuInstance(9, 19, 0, 1), new GpuInstance(11, 19, 3, 1), new GpuInstance(2, 9, 4, 4));
        assertThat(gpu.devices())
                .containsExactly(
                        new MigDevice(0, "MIG-405bbda1-6b05-535f-9702-f95e8cd170ce", "3g.40gb", OptionalInt.of(2)),
                        new MigDevice(2, "MIG-df7e5a27-eeea-51a0-9055-b36d5a552879", "1g.10gb", OptionalInt.of(9)),
                        new MigDevice(3, "MIG-0c757cd7-e942-5726-a0b8-0e8fb7067135", "1g.10gb", OptionalInt.of(11)));
        assertThat(gpu.processes().orElseThrow())
                .containsExactly(new GpuProcess(4000, OptionalInt.of(2)), new GpuProcess(4001, OptionalInt.of(9)));
    }

    @Test
    void showsProfilesWithTheirIdsAndPlacements() {
        List<InstanceProfile> profiles = gpus("").get(0).profiles();

        assertThat(profiles).extracting(InstanceProfile::id).containsExactly(19, 14, 9, 5, 0, 20, 15);
        InstanceProfile doubleMemory = profiles.get(6);
        assertThat(doubleMemory.name()).contains("1g.20gb");
        assertThat(doubleMemory.places().starts()).containsExactly(0, 2, 4, 6);
        assertThat(doubleMemory.places().size()).isEqualTo(2);
        assertThat(doubleMemory.memoryMib()).isEqualTo(20096);
        assertThat(doubleMemory.sms()).isEqualTo(26);
    }

    @Test
    void aWholeCardHasProfilesAndNoInstances() {
        GpuState gpu = gpus("").get(1);

        assertThat(gpu.mig()).isEqualTo(MigMode.OFF);
        assertThat(gpu.profiles()).hasSize(7);
        assertThat(gpu.instances()).isEmpty();
        assertThat(gpus("pending").get(1).mig()).isEqualTo(MigMode.PENDING);
    }

    @Test
    void aCardWithoutMigIsNoError() {
        GpuState gpu = gpus("").get(2);

        assertThat(gpu.mig()).isEqualTo(MigMode.UNSUPPORTED);
        assertThat(gpu.profiles()).isEmpty();
        assertThat(gpu.processes().orElseThrow()).containsExactly(new GpuProcess(4000, OptionalInt.empty()));
    }

    @Test
    void asksAgainForMoreProcessesThanItHadRoomFor() {
        assertThat(gpus("busy").get(0).processes().orElseThrow()).hasSize(100);
    }

    @Test
    void tellsComputeInstancesThatHaveOnlyAPart() {
        assertThat(gpus("part").get(0).devices().get(0).wholeInstance()).isFalse();
        assertThat(gpus("unnamed").get(0).devices()).allMatch(MigDevice::wholeInstance);
    }

    @Test
    void memoryThatMayNotBeAskedForIsLeftOut() {
        assertThat(gpus("container").get(0).memoryMib()).isEmpty();
    }

    @Test
    void readsDriversThatLackTheNewerFunctions() throws IOException, InterruptedException {
        FakeNvml old = FakeNvml.compile(directory, "-DOLD_DRIVER");
        try (Nvml nvml = old.open("")) {
            List<InstanceProfile> profiles = nvml.gpus().get(0).profiles();
            assertThat(profiles).extracting(InstanceProfile::id).containsExactly(19, 14, 9, 5, 0, 20, 15);
            assertThat(profiles).allMatch(profile -> profile.name().isEmpty());
        }
    }

    @Test
    void isShutDown() {
        try (Nvml nvml = fake.open("")) {
            assertThat(nvml.gpus()).isNotEmpty();
            assertThat(fake.started()).isEqualTo(1);
        }
        assertThat(fake.started()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "not loaded, NO_DRIVER, the NVIDIA driver is not loaded",
        "mismatch, NO_DRIVER, of different versions",
        "no right, NO_PERMISSION, may not talk to the NVIDIA driver",
        "unknown, NO_DRIVER, 'NVML did not start: Unknown Error (999). In a container that lost its GPUs, restart it'"
    })
    void saysWhyItDoesNotStart(String scenario, Reason reason, String words) {
        assertThatExceptionOfType(NvmlException.class)
                .isThrownBy(() -> fake.open(scenario))
                .withMessageContaining(words)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void saysWhoMayAskForInstances() {
        assertThatThrownBy(() -> gpus("user"))
                .isInstanceOf(NvmlException.class)
                .hasMessageStartingWith(
                        "NVML does not show the GPU instances of GPU 0 to this user or container: run as root");
    }

    @Test
    void saysWhichCardIsLost() {
        assertThatThrownBy(() -> gpus("lost"))
                .hasMessageStartingWith(
                        "GPU 3: the GPU is lost, it does not answer the driver any more: reboot the machine");
    }

    @Test
    void theTrueAnswerOfThisMachine() {
        boolean there;
        try {
            NativeLibrary.getInstance("libnvidia-ml.so.1");
            there = true;
        } catch (UnsatisfiedLinkError e) {
            there = false;
        }
        if (there) {
            try (Nvml nvml = Nvml.load()) {
                assertThat(nvml.gpus()).allSatisfy(gpu -> assertThat(gpu.name()).isPresent());
            } catch (NvmlException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        } else {
            assertThatExceptionOfType(NvmlException.class)
                    .isThrownBy(Nvml::load)
                    .withMessageStartingWith("no NVIDIA driver: libnvidia-ml.so.1 was not found")
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NO_LIBRARY));
        }
    }
}
