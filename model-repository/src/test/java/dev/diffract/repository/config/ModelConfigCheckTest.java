package dev.diffract.repository.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelConfigCheckTest {

    private static final String UNET = """
            name: "unet" platform: "onnxruntime_onnx" max_batch_size: 8
            input { name: "sample" data_type: TYPE_FP32 dims: [ 4, -1, -1 ] }
            input { name: "timestep" data_type: TYPE_INT64 dims: [ 1 ] reshape { shape: [ ] } }
            output { name: "out_sample" data_type: TYPE_FP32 dims: [ 4, -1, -1 ] }
            """;

    private static final String DECODE = """
            name: "decode" platform: "ensemble" max_batch_size: 4
            input { name: "latent" data_type: TYPE_FP32 dims: [ 4, -1, -1 ] }
            output { name: "image" data_type: TYPE_UINT8 dims: [ -1, -1, 3 ] }
            ensemble_scheduling { step [
              { model_name: "vae" model_version: -1 input_map { key: "z" value: "latent" } output_map { key: "x" value: "pixels" } },
              { model_name: "post" model_version: -1 input_map { key: "x" value: "pixels" } output_map { key: "i" value: "image" } }
            ] }
            """;

    @Test
    void aServableModelHasNoFindings() {
        assertThat(ModelConfigCheck.check("unet", ConfigFiles.parse(UNET))).isEmpty();
        assertThat(ModelConfigCheck.check("decode", ConfigFiles.parse(DECODE))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    name: "unet"                    | name: "vnet"                    | directory name must equal model name
                    name: "unet"                    | ``                             | must specify 'name'
                    platform: "onnxruntime_onnx"    | ``                             | must specify 'platform' or 'backend' for 'unet'
                    platform: "onnxruntime_onnx"    | platform: "tensorrt_plan" backend: "onnxruntime" | unexpected 'platform' and 'backend' pair
                    platform: "onnxruntime_onnx"    | platform: "ensemble"            | ensemble scheduling must be set for ensemble unet
                    max_batch_size: 8               | max_batch_size: -1              | 'max_batch_size' must be non-negative value for unet
                    max_batch_size: 8               | max_batch_size: 0               | 'timestep' cannot have empty reshape for non-batching model as scalar tensors are not supported
                    data_type: TYPE_FP32            | ``                             | 'sample' must specify 'data_type'
                    dims: [ 4, -1, -1 ]             | ``                             | 'sample' must specify 'dims'
                    dims: [ 4, -1, -1 ]             | dims: [ 4, -1, -2 ]             | 'sample' dimension must be integer >= 1, or -1
                    dims: [ 1 ]                     | dims: [ 2 ]                     | 'timestep' has different size for dims and reshape
                    dims: [ 1 ]                     | dims: [ -1 ]                    | 'timestep' has different number of variable-size dimensions
                    shape: [ ]                      | shape: [ 0 ]                    | 'timestep' reshape dimensions must be integer >= 1, or -1
                    max_batch_size: 8               | max_batch_size: 8 dynamic_batching { preferred_batch_size: 9 } | preferred size must be <= max batch size for unet
                    max_batch_size: 8               | max_batch_size: 8 dynamic_batching { preferred_batch_size: 0 } | preferred size must be positive for unet
                    max_batch_size: 8               | max_batch_size: 8 dynamic_batching { priority_levels: 2 } | default priority level must be in range [1, 2]
                    max_batch_size: 8               | max_batch_size: 8 instance_group { kind: KIND_CPU gpus: 0 } | has kind KIND_CPU but specifies one or more GPUs
                    max_batch_size: 8               | max_batch_size: 8 instance_group { kind: KIND_CPU profile: "0" } | only supported for TensorRT models
                    name: "timestep"                | name: "sample"                  | model input 'sample' is listed twice for unet
                    platform: "onnxruntime_onnx"    | platform: "magic"               | unexpected 'platform' and 'backend' pair for 'unet', got: magic
                    dims: [ 4, -1, -1 ]             | dims: [ 4, -1 ] format: FORMAT_NCHW | 'sample' NHWC/NCHW require 3 dims, dims are [4, -1]
                    dims: [ 4, -1, -1 ]             | dims: [ 4, -1, -1 ] is_shape_tensor: true | only supported for TensorRT models
                    dims: [ 4, -1, -1 ]             | dims: [ 4, -1, -1 ] is_non_linear_format_io: true | only supported for TensorRT models
                    max_batch_size: 8               | max_batch_size: 8 instance_group { kind: KIND_GPU gpus: -1 } | specifies invalid or unsupported gpu id -1
                    max_batch_size: 8               | max_batch_size: 8 batch_input { source_input: "nobody" } | unknown source input name 'nobody' for unet
                    max_batch_size: 8               | max_batch_size: 8 batch_output { target_name: "nobody" } | unknown target output name 'nobody' for unet
                    max_batch_size: 8               | max_batch_size: 8 model_warmup { name: "w" } | warm-up 'w' of model unet: missing required input(s) ['sample']
                    platform: "onnxruntime_onnx"    | platform: "tensorrt_plan" instance_group { profile: "x" } | specifies invalid profile 'x'
                    """)
    void whatTritonRefusesIsNamed(String part, String replacement, String finding) {
        String text = UNET.replaceFirst(Pattern.quote(part), replacement);
        assertThat(ModelConfigCheck.check("unet", ConfigFiles.parse(text)))
                .anySatisfy(sentence -> assertThat(sentence).contains(finding));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    max_batch_size: 4    | max_batch_size: 4 backend: "onnxruntime"         | must have platform type 'ensemble' and empty backend
                    max_batch_size: 4    | max_batch_size: 4 instance_group { count: 1 }    | instance group should not be specified for ensemble 'decode'
                    max_batch_size: 4    | max_batch_size: 4 model_warmup { name: "w" }     | model_warmup can not be specified for ensemble 'decode'
                    max_batch_size: 4    | max_batch_size: 4 optimization { }               | optimization should not be specified for ensemble 'decode'
                    key: "z" value: "latent"  | key: "z" value: "image"                     | an ensemble cannot loop
                    key: "z" value: "latent"  | key: "z" value: "nothing"                   | 'nothing', is not connected
                    key: "z" value: "latent"  | key: "z" value: "nothing"                   | ensemble input 'latent' for ensemble 'decode' is not used
                    key: "i" value: "image"   | key: "i" value: "other"                     | ensemble output 'image' for ensemble 'decode' is not used
                    key: "i" value: "image"   | key: "i" value: "image" } output_map { key: "j" value: "extra" | 'extra' is unused in ensemble 'decode'
                    key: "i" value: "image"   | key: "i" value: "pixels"                    | 'pixels' can appear in an output map only once
                    """)
    void anEnsembleThatCannotRunIsNamed(String part, String replacement, String finding) {
        String text = DECODE.replaceFirst(Pattern.quote(part), replacement);
        assertThat(ModelConfigCheck.check("decode", ConfigFiles.parse(text)))
                .anySatisfy(sentence -> assertThat(sentence).contains(finding));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    dims: [ 4, 8, 8 ] zero_data: true       | dims: [ 4, 8, 8 ]                 | warmup setting expects input 'sample' to have input_data_type set
                    dims: [ 4, 8, 8 ]                       | dims: [ 4, -1, 8 ]                | all variable-size dimensions are specified for input 'sample'
                    dims: [ 4, 8, 8 ]                       | dims: [ 5, 8, 8 ]                 | unexpected shape for input 'sample'. Expected [4,-1,-1], got [5,8,8]
                    data_type: TYPE_FP32 dims: [ 4, 8, 8 ]  | data_type: TYPE_FP16 dims: [ 4, 8, 8 ] | data-type is 'TYPE_FP16', but the model expects 'TYPE_FP32'
                    """)
    void aWarmUpThatCannotRunIsNamed(String part, String replacement, String finding) {
        String warm = UNET + """
                model_warmup { name: "first" batch_size: 2
                  inputs { key: "sample" value { data_type: TYPE_FP32 dims: [ 4, 8, 8 ] zero_data: true } }
                  inputs { key: "timestep" value { data_type: TYPE_INT64 dims: [ 1 ] random_data: true } } }
                """;
        assertThat(ModelConfigCheck.check("unet", ConfigFiles.parse(warm))).isEmpty();
        assertThat(ModelConfigCheck.check("unet", ConfigFiles.parse(warm.replace(part, replacement))))
                .singleElement()
                .asString()
                .contains(finding);
    }
}
