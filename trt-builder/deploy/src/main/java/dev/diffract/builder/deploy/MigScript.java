package dev.diffract.builder.deploy;

import dev.diffract.builder.planning.cards.Card;
import dev.diffract.builder.planning.cards.CardSlice;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** {@code mig.sh}: cuts the GPUs with {@code nvidia-smi}, every instance at its place. */
final class MigScript implements Renderer {

    private static final String FUNCTIONS = "mig.sh";

    @Override
    public List<RenderedFile> render(Deployment deployment) {
        StringBuilder text = new StringBuilder(functions());
        for (Card card : deployment.cards()) {
            List<String> words = new ArrayList<>(
                    List.of("cut_gpu", deployment.address(card), card.model().name()));
            card.slices().stream()
                    .map(CardSlice::placement)
                    .sorted(Comparator.comparingInt(placement -> placement.start()))
                    .forEach(placement -> words.add(
                            placement.request() + ":" + placement.profile().name()));
            text.append(Shell.quote(words)).append('\n');
        }
        return List.of(RenderedFile.script(FUNCTIONS, text.toString()));
    }

    private static String functions() {
        try (InputStream in = MigScript.class.getResourceAsStream(FUNCTIONS)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
