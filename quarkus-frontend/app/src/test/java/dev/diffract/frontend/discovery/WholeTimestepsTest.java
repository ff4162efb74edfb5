package dev.diffract.frontend.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.testing.TestRepository;
import dev.diffract.frontend.triton.ModelSignature;
import dev.diffract.frontend.triton.ModelSignature.TensorSlot;
import dev.diffract.repository.kserve.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WholeTimestepsTest {

    private final WholeTimesteps timesteps =
            new WholeTimesteps(() -> ExpectedModels.of(List.of(TestRepository.manifest())));
    private final List<String> lines = new ArrayList<>();
    private final Logger logger = Logger.getLogger(WholeTimesteps.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(String.format(Locale.ROOT, line.getMessage(), line.getParameters()));
        }

        @Override
        public void flush() {
            // Nothing waits.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(handler);
    }

    @Test
    void aUnetOfAnEarlierBuilderIsToldOnce() {
        timesteps.tell(unet(TensorType.INT64));
        timesteps.tell(unet(TensorType.INT64));

        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("model tiny-11111111.unet takes timesteps as INT64, so fractions");
    }

    @Test
    void nothingIsToldOfFractionsAndOfOtherModels() {
        timesteps.tell(unet(TensorType.FP32));
        timesteps.tell(Map.of());
        timesteps.tell(Map.of("other", unet(TensorType.INT64).get(TestRepository.UNET)));

        assertThat(lines).isEmpty();
    }

    private static Map<String, ModelSignature> unet(TensorType type) {
        return Map.of(
                TestRepository.UNET,
                new ModelSignature(Map.of("timestep", new TensorSlot("timestep", type, List.of(-1L, 1L))), Map.of()));
    }
}
