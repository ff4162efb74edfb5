package dev.diffract.repository.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.repository.proto.ModelConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnsembleCheckTest {

    private static final String ENSEMBLE = """
            name: "decode" platform: "ensemble" max_batch_size: 4
            input { name: "latent" data_type: TYPE_FP32 dims: [ 4, -1, -1 ] }
            output { name: "image" data_type: TYPE_UINT8 dims: [ -1, -1, 3 ] }
            ensemble_scheduling { step [
              { model_name: "vae" model_version: -1 input_map { key: "z" value: "latent" } output_map { key: "x" value: "pixels" } },
              { model_name: "post" model_version: -1 input_map { key: "x" value: "pixels" } output_map { key: "i" value: "image" } }
            ] }
            """;
    private static final String VAE = """
            name: "vae" platform: "onnxruntime_onnx" max_batch_size: 4
            input { name: "z" data_type: TYPE_FP32 dims: [ 4, -1, -1 ] }
            output { name: "x" data_type: TYPE_FP32 dims: [ 3, -1, -1 ] }
            """;
    private static final String POST = """
            name: "post" platform: "onnxruntime_onnx" max_batch_size: 8
            input { name: "x" data_type: TYPE_FP32 dims: [ 3, -1, -1 ] }
            output { name: "i" data_type: TYPE_UINT8 dims: [ -1, -1, 3 ] }
            """;

    @Test
    void matchingMembersHaveNoFindings() {
        assertThat(check(ENSEMBLE, VAE, POST)).isEmpty();
    }

    @Test
    void aMissingMemberIsNamed() {
        assertThat(check(ENSEMBLE, VAE))
                .containsExactly("ensemble decode contains models that are not available or ambiguous: post");
    }

    @Test
    void typesMustAgreeAlongAnEdge() {
        assertThat(check(ENSEMBLE, VAE, POST.replaceFirst("TYPE_FP32", "TYPE_FP16")))
                .singleElement()
                .asString()
                .contains("ensemble tensor pixels: inconsistent data type: TYPE_FP32 is inferred from model vae")
                .contains("TYPE_FP16 is inferred from model post");
    }

    @Test
    void shapesMustAgreeAlongAnEdge() {
        assertThat(check(ENSEMBLE, VAE, POST.replace("[ 3, -1, -1 ]", "[ 1, -1, -1 ]")))
                .singleElement()
                .asString()
                .contains("inconsistent shape: [-1,3,-1,-1] is inferred from model vae while [-1,1,-1,-1]");
    }

    @Test
    void everyInputOfAMemberIsMapped() {
        String twoInputs = POST + "input { name: \"mask\" data_type: TYPE_BOOL dims: [ 1 ] }";
        assertThat(check(ENSEMBLE, VAE, twoInputs))
                .containsExactly("in ensemble decode, input mask in model post is not mapped to any ensemble tensors");
        assertThat(check(ENSEMBLE, VAE, twoInputs.replace("TYPE_BOOL", "TYPE_BOOL optional: true")))
                .isEmpty();
    }

    @Test
    void mappedTensorsExistInTheMember() {
        assertThat(check(ENSEMBLE.replace("key: \"z\"", "key: \"zz\""), VAE, POST))
                .anyMatch(finding -> finding.contains("latent is mapping to non-existing input zz in model vae"));
        assertThat(check(ENSEMBLE.replace("key: \"i\"", "key: \"ii\""), VAE, POST))
                .anyMatch(finding -> finding.contains("image is mapped from non-existing output ii in model post"));
    }

    @Test
    void anEnsembleBatchesNoMoreThanItsMembers() {
        assertThat(check(ENSEMBLE.replace("max_batch_size: 4", "max_batch_size: 6"), VAE, POST))
                .containsExactly("ensemble decode allows maximum batch size 6, but it contains model vae which only"
                        + " allows maximum batch size to be 4");
    }

    @Test
    void ensemblesThatContainEachOtherAreNamed() {
        ModelConfig first = ConfigFiles.parse("name: \"a\" ensemble_scheduling { step { model_name: \"b\" } }");
        ModelConfig second = ConfigFiles.parse("name: \"b\" ensemble_scheduling { step { model_name: \"a\" } }");
        ModelConfig outside = ConfigFiles.parse("name: \"c\" ensemble_scheduling { step { model_name: \"a\" } }");
        assertThat(EnsembleCheck.checkCircles(Map.of("a", first, "b", second, "c", outside)))
                .containsExactly(
                        "circular dependency between ensembles: a -> ... -> a",
                        "circular dependency between ensembles: b -> ... -> b");
    }

    private static List<String> check(String ensemble, String... members) {
        return EnsembleCheck.check(
                ConfigFiles.parse(ensemble),
                name -> Arrays.stream(members)
                        .map(ConfigFiles::parse)
                        .filter(config -> config.getName().equals(name))
                        .findFirst());
    }
}
