package dev.diffract.tests.tensorrt.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.nvidia.cuda.ComputeCapability;
import dev.diffract.builder.nvidia.cuda.Cuda;
import dev.diffract.builder.nvidia.cuda.CudaContext;
import dev.diffract.builder.nvidia.cuda.CudaDevice;
import dev.diffract.builder.nvidia.cuda.CudaEvent;
import dev.diffract.builder.nvidia.cuda.CudaException;
import dev.diffract.builder.nvidia.cuda.CudaStream;
import dev.diffract.builder.nvidia.cuda.DeviceMemory;
import dev.diffract.builder.nvidia.cuda.MemoryInfo;
import dev.diffract.tests.tensorrt.FakeCuda;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaIT {

    private static final long TOTAL = 10L << 30;

    private static FakeCuda fake;

    @BeforeAll
    static void install() throws IOException {
        fake = FakeCuda.install();
    }

    @BeforeEach
    void startWell() {
        fake.startsWell();
    }

    @Test
    void describesTheDevice() {
        Cuda cuda = Cuda.load();

        assertThat(cuda.driverVersion()).isEqualTo(13010);
        assertThat(cuda.devices())
                .containsExactly(new CudaDevice(
                        0,
                        "Fake H100 MIG 1g.10gb",
                        UUID.fromString("f0f1f2f3-f4f5-f6f7-f8f9-fafbfcfdfeff"),
                        new ComputeCapability(9, 0),
                        16,
                        TOTAL));
    }

    @Test
    void allocatesAndGivesBack() {
        try (CudaContext context = open()) {
            try (DeviceMemory memory = context.allocate(1 << 20)) {
                assertThat(memory.address()).isNotZero();
                assertThat(context.memory()).isEqualTo(new MemoryInfo(TOTAL - (1 << 20), TOTAL));
            }
            assertThat(context.memory().used()).isZero();
        }
        assertThat(fake.held()).isZero();
    }

    @Test
    void saysHowMuchMemoryWasWanted() {
        try (CudaContext context = open()) {
            assertThatThrownBy(() -> context.allocate(TOTAL + 1))
                    .isInstanceOf(CudaException.class)
                    .hasMessage("cuMemAlloc of " + (TOTAL + 1) + " bytes failed: CUDA_ERROR_OUT_OF_MEMORY (2): out of"
                            + " memory")
                    .extracting(e -> ((CudaException) e).reason())
                    .isEqualTo(CudaException.Reason.OUT_OF_MEMORY);
        }
    }

    @Test
    void copiesOnlyWhatFits() {
        try (CudaContext context = open();
                DeviceMemory memory = context.allocate(4)) {
            ByteBuffer host = ByteBuffer.allocateDirect(8);
            assertThatThrownBy(() -> memory.copyFrom(host))
                    .hasMessage("a buffer of 8 bytes against 4 bytes of device memory");
            host.putInt(0x01020304).putInt(0x05060708).position(4);
            memory.copyFrom(host);
            ByteBuffer back = ByteBuffer.allocateDirect(4);
            memory.copyTo(back);
            assertThat(back.getInt(0)).isEqualTo(0x05060708);
        }
    }

    @Test
    void eventsTellTheTimeBetweenThem() {
        try (CudaContext context = open();
                CudaStream stream = context.newStream();
                CudaEvent start = context.newEvent();
                CudaEvent end = context.newEvent()) {
            start.record(stream);
            end.record(stream);
            end.synchronize();
            assertThat(end.millisSince(start)).isPositive();
            assertThat(start.millisSince(end)).isNegative();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            100 | NO_GPU    | no GPU: the NVIDIA driver is there, but shows this process no device
            34  | NO_DRIVER | libcuda.so.1 is the CUDA toolkit's stub
            802 | NO_DRIVER | the NVIDIA driver is not ready
            803 | NO_DRIVER | libcuda.so.1 is of another version than the loaded kernel driver
            804 | NO_DRIVER | this GPU cannot use CUDA's compatibility libraries
            999 | NO_DRIVER | the NVIDIA driver did not start: CUDA_ERROR_OF_SOME_KIND (999): some error
            12345 | NO_DRIVER | the NVIDIA driver did not start: CUDA error 12345
            """)
    void aDriverThatDoesNotStartIsASentence(int result, CudaException.Reason reason, String sentence) {
        fake.starts(result, 1);

        assertThatThrownBy(Cuda::load)
                .isInstanceOf(CudaException.class)
                .hasMessageStartingWith(sentence)
                .extracting(e -> ((CudaException) e).reason())
                .isEqualTo(reason);
    }

    @Test
    void aDriverWithoutADeviceIsASentence() {
        fake.starts(0, 0);

        assertThatThrownBy(Cuda::load)
                .hasMessageContaining("shows this process no device (the driver counts 0 devices)");
    }

    private static CudaContext open() {
        Cuda cuda = Cuda.load();
        return cuda.open(cuda.devices().get(0));
    }
}
