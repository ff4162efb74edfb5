package dev.diffract.builder.build.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.builder.build.publish.Version;
import dev.diffract.builder.build.publish.VersionedRepository;
import dev.diffract.builder.build.verify.RepositoryVerifier;
import dev.diffract.repository.layout.EngineRecord;
import dev.diffract.repository.pipeline.ModelRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Engines that were built before are not built again. */
class EngineReuseTest extends EngineBuilds {

    @Test
    void whatHasNotChangedIsNotBuiltAgain() throws IOException {
        StandInCompiler first = new StandInCompiler("10.15.1");
        build(first, OptionalInt.of(4), List.of(SMALL));
        StandInCompiler second = new StandInCompiler("10.15.1");
        ProfileBuild.Result same = build(second, OptionalInt.of(4), List.of(SMALL));

        assertThat(first.jobs()).hasSizeGreaterThanOrEqualTo(5);
        assertThat(same.written()).isFalse();
        assertThat(same.version()).isEqualTo(1);
        assertThat(second.jobs()).isEmpty();

        StandInCompiler other = new StandInCompiler("10.15.1");
        ProfileBuild.Result larger = build(other, OptionalInt.of(6), List.of(SMALL));
        assertThat(larger.version()).isEqualTo(2);
        assertThat(other.jobs()).extracting(EngineJob::model).contains("unet").doesNotContain("vae_decoder");

        StandInCompiler newer = new StandInCompiler("11.2.1");
        assertThat(build(newer, OptionalInt.of(6), List.of(SMALL)).version()).isEqualTo(3);
        assertThat(newer.jobs()).hasSameSizeAs(first.jobs());
        assertThat(newer.jobs().get(0).files().timingCache())
                .isNotEqualTo(first.jobs().get(0).files().timingCache());
    }

    @Test
    void aDamagedEngineFileInTheCacheIsBuiltAgain() throws IOException {
        StandInCompiler first = new StandInCompiler("10.15.1");
        ProfileBuild.Result built = build(first, OptionalInt.of(4), List.of(SMALL));
        String key =
                built.manifest().require(ModelRole.UNET).engine().orElseThrow().key();
        Path kept = directory
                .resolve("repositories/.engines/H100-80GB/1g.10gb/10.15.1")
                .resolve(key)
                .resolve("model.plan");
        Files.delete(kept);
        Files.writeString(kept, "half an engine file");

        StandInCompiler second = new StandInCompiler("10.15.1");
        ProfileBuild.Result again = build(second, OptionalInt.of(6), List.of(SMALL));
        StandInCompiler third = new StandInCompiler("10.15.1");
        build(third, OptionalInt.of(4), List.of(WIDE));

        assertThat(again.version()).isEqualTo(2);
        assertThat(RepositoryVerifier.verify(again.place().servedRepository()).findings())
                .isEmpty();
        assertThat(third.jobs()).extracting(EngineJob::model).contains("unet");
    }

    @Test
    void twoBuildsMayKeepTheSameEngine() throws IOException {
        StandInCompiler compiler = new StandInCompiler("10.15.1");
        EngineRecord record = build(compiler, OptionalInt.of(4), List.of(SMALL))
                .manifest()
                .require(ModelRole.UNET)
                .engine()
                .orElseThrow();
        EngineCache cache = new EngineCache(directory.resolve("repositories"), SLICE, compiler.toolchain());
        Path other = Files.writeString(directory.resolve("other.plan"), "built at the same time");

        cache.keep(record, other);

        Path fetched = directory.resolve("fetched.plan");
        assertThat(cache.fetch(record.key(), fetched)).contains(record);
        assertThat(fetched).content(StandardCharsets.ISO_8859_1).contains(StandInCompiler.NOTE);
        assertThat(cache.fetch("no such key", directory.resolve("none"))).isEmpty();
    }

    @Test
    void enginesThatNoVersionHasArePruned() throws IOException {
        build(new StandInCompiler("10.15.1"), OptionalInt.of(4), List.of(SMALL));
        ProfileBuild.Result second = build(new StandInCompiler("10.15.1"), OptionalInt.of(6), List.of(SMALL));
        ProfileBuild.Result third = build(new StandInCompiler("10.15.1"), OptionalInt.of(2), List.of(SMALL));
        VersionedRepository repository = VersionedRepository.at(third.place().path());
        assertThat(repository.prune()).containsExactly(1);

        assertThat(EngineCache.prune(directory.resolve("repositories"), "H100-80GB", "1g.10gb"))
                .isEqualTo(1);
        assertThat(repository.versions())
                .extracting(Version::number)
                .containsExactly(second.version(), third.version());
        StandInCompiler again = new StandInCompiler("10.15.1");
        build(again, OptionalInt.of(4), List.of(SMALL));
        assertThat(again.jobs()).extracting(EngineJob::model).containsExactly("unet");
    }
}
