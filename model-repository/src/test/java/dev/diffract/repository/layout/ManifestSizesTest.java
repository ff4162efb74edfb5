package dev.diffract.repository.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.repository.layout.Manifest.Size;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a manifest says of the sizes that can be drawn. */
class ManifestSizesTest {

    private static final Manifest MANIFEST = ManifestFileTest.MANIFEST;

    @Test
    void sizesFollowTheRule() {
        SizeRule sizes = MANIFEST.pipeline().sizes();
        assertThat(sizes.allows(128)).isTrue();
        assertThat(sizes.allows(100)).isFalse();
        assertThat(sizes.allows(0)).isFalse();
        assertThat(sizes.allows(576)).isFalse();
    }

    @Test
    void impossibleSizesAreNamed() {
        String text = ManifestFile.print(MANIFEST).replace("\"multiple\" : 64", "\"multiple\" : 0");
        assertThatThrownBy(() -> ManifestFile.parse(text))
                .hasMessage("/pipeline/sizes: sides are multiples of 0 from 64 to 512,"
                        + " expected numbers from 1 in rising order");
    }

    @Test
    void sizesBetweenTwoThatAreNotSquareAreWrittenAsARange() {
        SizeRule rule = SizeRule.between(64, new Size(256, 512), new Size(1024, 768));
        assertThat(rule.min()).isEqualTo(256);
        assertThat(rule.max()).isEqualTo(1024);
        assertThat(rule.allows(256, 768)).isTrue();
        assertThat(rule.allows(1024, 512)).isTrue();
        assertThat(rule.allows(512, 256)).isFalse();
        assertThat(rule.allows(512, 832)).isFalse();
        assertThat(rule.allows(520, 512)).isFalse();
        assertThat(rule.text()).isEqualTo("multiples of 64 from 256x512 to 1024x768");
        assertThat(SizeRule.between(64, new Size(256, 256), new Size(1024, 1024)))
                .isEqualTo(new SizeRule(64, 256, 1024));

        Manifest ranged = ofSizes(rule);
        String text = ManifestFile.print(ranged);
        assertThat(ManifestFile.parse(text)).isEqualTo(ranged);
        assertThat(text).contains("\"range\"");
        assertThat(ManifestFile.print(MANIFEST)).doesNotContain("\"range\"");
    }

    @Test
    void whyThereAreNoOtherSizesIsWritten() {
        for (SizeRule rule : List.of(
                new SizeRule(64, 64, 512).halving(6),
                new SizeRule(64, 64, 512).because(SizeReason.AUTHORS),
                new SizeRule(64, 512, 768, List.of(new Size(512, 768))).because(SizeReason.ENGINES))) {
            String text = ManifestFile.print(ofSizes(rule));
            assertThat(ManifestFile.parse(text).pipeline().sizes()).isEqualTo(rule);
        }
        String text = ManifestFile.print(ofSizes(new SizeRule(64, 64, 512).halving(6)));
        assertThatThrownBy(() -> ManifestFile.parse(text.replace("\"halvings\",", "\"taste\",")))
                .hasMessage(
                        "/pipeline/sizes/reason: unknown reason for sizes 'taste', expected one of halvings, authors,"
                                + " graphs, engines");
        assertThatThrownBy(() -> ManifestFile.parse(text.replace("\"halvings\",", "\"authors\",")))
                .hasMessage(
                        "/pipeline/sizes: halvings are there, expected them where the reason is halvings and nowhere"
                                + " else");
    }

    private static Manifest ofSizes(SizeRule rule) {
        return new Manifest(
                MANIFEST.model(),
                MANIFEST.checkpoint(),
                MANIFEST.runtime(),
                MANIFEST.builder(),
                MANIFEST.pipeline().withSizes(rule),
                MANIFEST.defaults(),
                MANIFEST.description(),
                MANIFEST.models(),
                Optional.empty(),
                Optional.empty(),
                MANIFEST.files());
    }
}
