package dev.diffract.frontend.dialect.nativ.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.diffract.frontend.core.request.GenerationLimits;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The request's body, for the OpenAPI document: bodies are read field by field, so that every fault can be named. */
@Schema(
        name = "GenerationRequest",
        description = "Fields that are absent or null get the model's defaults. Other fields are refused.",
        requiredProperties = "prompt",
        additionalProperties = Schema.False.class,
        examples = "{\"prompt\": \"a red circle on a blue background\", \"steps\": 20, \"seed\": 7}")
public record GenerationBody(
        @Schema(description = Descriptions.MODEL, nullable = true, examples = "demo")
        String model,

        @Schema(
                description = "What to draw; may be empty",
                maxLength = GenerationLimits.PROMPT_LENGTH,
                examples = "a red circle on a blue background")
        String prompt,

        @JsonProperty("negative_prompt")
        @Schema(
                description = "What not to draw; empty: nothing, absent: as the model's `defaults` say",
                nullable = true,
                maxLength = GenerationLimits.PROMPT_LENGTH)
        String negativePrompt,

        @Schema(description = "Denoising steps", nullable = true, minimum = "1", maximum = "" + GenerationLimits.STEPS)
        Integer steps,

        @Schema(
                description = "Classifier-free guidance scale; 1 and less switch it off, but with DDIM CFG++",
                nullable = true,
                minimum = "0",
                maximum = "" + GenerationLimits.GUIDANCE,
                examples = "3.0")
        Double guidance,

        @JsonProperty("num_inference_steps")
        @Schema(description = "As `steps`", nullable = true, minimum = "1", maximum = "" + GenerationLimits.STEPS)
        Integer numInferenceSteps,

        @JsonProperty("guidance_scale")
        @Schema(
                description = "Another name of `guidance`; both may be given if they say the same",
                nullable = true,
                minimum = "0",
                maximum = "" + GenerationLimits.GUIDANCE)
        Double guidanceScale,

        @Schema(description = "Pixels, by the model's `sizes`", nullable = true, minimum = "1", examples = "128")
        Integer width,

        @Schema(description = "Pixels, by the model's `sizes`", nullable = true, minimum = "1", examples = "128")
        Integer height,

        @Schema(
                description = "-1 for a random one from 0 to 2^32 - 1, which the answer reports",
                nullable = true,
                minimum = "-1",
                maximum = "9223372036854775807",
                defaultValue = "-1",
                examples = "7")
        Long seed,

        @Schema(description = "One of the model's `samplers`, or an alias", nullable = true, examples = "DDIM")
        String sampler,

        @Schema(
                description = "Pictures, up to `max_count`; number i is drawn from seed + i, from 0 on after 2^63 - 1",
                nullable = true,
                minimum = "1",
                maximum = "" + GenerationLimits.COUNT,
                defaultValue = "1")
        Integer count,

        @JsonProperty("prompt_syntax")
        @Schema(
                description = "How the prompts are read. a1111: (word:1.3), ((word)), [word], BREAK, [a:b:0.5], [a|b]."
                        + " compel: word+, word--, (words)1.3. plain: characters, as many as are encoded at once",
                nullable = true,
                enumeration = {"a1111", "compel", "plain"},
                defaultValue = "a1111")
        String promptSyntax,

        @Schema(
                description = "What weights of the a1111 syntax do",
                nullable = true,
                enumeration = {"Original", "No norm", "Ignore", "None"},
                defaultValue = "Original")
        String emphasis,

        @Schema(
                description = "Random numbers: cpu as diffusers on the CPU, gpu as AUTOMATIC1111 on NVIDIA",
                nullable = true,
                enumeration = {"cpu", "gpu"},
                defaultValue = "cpu")
        String noise,

        @Schema(
                description = "Seed of a variation: picture i goes towards subseed + i; -1 for a random one",
                nullable = true,
                minimum = "-1",
                maximum = "9223372036854775807",
                defaultValue = "-1")
        Long subseed,

        @JsonProperty("subseed_strength")
        @Schema(
                description = "How far the noise goes from the seed's to the subseed's",
                nullable = true,
                minimum = "0",
                maximum = "1",
                defaultValue = "0")
        Double subseedStrength,

        @JsonProperty("clip_skip")
        @Schema(
                description = "Layer of the text encoder from the end (1; 0 in diffusers), up to `clip_skips`",
                nullable = true,
                minimum = "1",
                defaultValue = "1")
        Integer clipSkip,

        @Schema(
                description =
                        "close: to the bit in equal batches on one engine, else mostly to 1 of 255 levels; exact: to"
                                + " the bit, in batches of its own; with a digest: by the engines that an answer named",
                nullable = true,
                pattern = "^(close|exact(-[0-9a-f]{12})?)$",
                defaultValue = "close")
        String reproducible,

        @Schema(
                description = "interactive, or batch: by what others leave idle, until half of its time is over",
                nullable = true,
                enumeration = {"interactive", "batch"},
                defaultValue = "interactive")
        String priority,

        @Schema(description = "Seconds until it is wanted; absent: as many as may be", nullable = true, minimum = "1")
        Integer deadline,

        @Schema(
                description = "What files the pictures come in",
                nullable = true,
                enumeration = {"png", "jpeg"})
        String format,

        @Schema(description = "Of JPEG files; 90 if absent", nullable = true, minimum = "1", maximum = "100")
        Integer quality,

        @JsonProperty("pad_conds")
        @Schema(description = "Whether prompts get the same length", nullable = true, defaultValue = "false")
        Boolean padConds,

        @JsonProperty("schedule_type")
        @Schema(
                description = "How sigmas are spread; automatic: as the model says; absent: as the sampler's name does",
                nullable = true,
                enumeration = {
                    "automatic",
                    "uniform",
                    "karras",
                    "exponential",
                    "beta",
                    "normal",
                    "simple",
                    "sgm_uniform",
                    "polyexponential",
                    "kl_optimal",
                    "align_your_steps",
                    "ddim"
                })
        String scheduleType,

        @Schema(
                description = "Share of fresh noise; absent: 0 for DDIM (CFG++) and TCD, 1 for others that have any",
                nullable = true,
                minimum = "0",
                maximum = "1")
        Double eta,

        @JsonProperty("timestep_spacing")
        @Schema(
                description = "How timesteps are spread; `original`: as in k-diffusion; absent: as the model says",
                nullable = true,
                enumeration = {"leading", "linspace", "trailing", "original"})
        String timestepSpacing,

        @JsonProperty("final_sigma")
        @Schema(
                description = "Where Euler, DPM++ 2M, DPM++ 2M SDE and UniPC end; absent: as the scheduler says",
                nullable = true,
                enumeration = {"zero", "sigma_min"})
        String finalSigma,

        @JsonProperty("rescale_betas_zero_snr")
        @Schema(description = "Whether the noise schedule ends in noise alone; absent: as the model's", nullable = true)
        Boolean rescaleZeroSnr,

        @JsonProperty("step_noise")
        @Schema(
                description = "Fresh noise of SDE samplers: as diffusers (absent), or AUTOMATIC1111's Brownian tree",
                nullable = true,
                enumeration = {"generator", "brownian_tree"})
        String stepNoise,

        @JsonProperty("solver_order")
        @Schema(description = "Order of UniPC; absent: 2", nullable = true, minimum = "1", maximum = "3")
        Integer solverOrder,

        @JsonProperty("solver_type")
        @Schema(
                description = "Variant of UniPC; absent: as the model says",
                nullable = true,
                enumeration = {"bh1", "bh2"})
        String solverType,

        @Schema(
                description = "With text/event-stream: a preview event after every so many steps; true is 1",
                type = SchemaType.BOOLEAN,
                nullable = true,
                minimum = "0",
                maximum = "" + GenerationLimits.STEPS)
        Object previews,

        @JsonProperty("guidance_rescale")
        @Schema(
                description = "How far the guided output gets the deviation of the conditional one",
                nullable = true,
                minimum = "0",
                maximum = "1",
                defaultValue = "0")
        Double guidanceRescale,

        @Schema(
                description = "A PNG or JPEG file in base64, or a data: address; gives width and height if absent",
                nullable = true)
        String image,

        @Schema(
                description = "How much of the image is drawn anew; of n steps the last floor(n * strength) are made",
                nullable = true,
                minimum = "0",
                maximum = "1",
                defaultValue = "0.75")
        Double strength,

        @JsonProperty("resize_mode")
        @Schema(
                description = "How an image of another size is made to fit; refused if absent",
                nullable = true,
                enumeration = {"stretch", "crop", "fill"})
        String resizeMode,

        @Schema(description = "A PNG or JPEG file of the image's size in base64: white is repainted", nullable = true)
        String mask,

        @JsonProperty("invert_mask")
        @Schema(description = "Black is repainted instead", nullable = true, defaultValue = "false")
        Boolean invertMask,

        @JsonProperty("mask_blur")
        @Schema(
                description = "Pixels by which the mask's edges are softened",
                nullable = true,
                minimum = "0",
                maximum = "" + GenerationLimits.MASK_BLUR,
                defaultValue = "4")
        Integer maskBlur,

        @JsonProperty("inpainting_fill")
        @Schema(
                description = "What the masked part starts from: colours around it, what is there, noise or nothing",
                nullable = true,
                enumeration = {"fill", "original", "latent_noise", "latent_nothing"},
                defaultValue = "original")
        String inpaintingFill,

        @JsonProperty("only_masked")
        @Schema(description = "Draw the mask's surroundings alone", nullable = true, defaultValue = "false")
        Boolean onlyMasked,

        @JsonProperty("masked_padding")
        @Schema(
                description = "Pixels around the mask, with only_masked",
                nullable = true,
                minimum = "0",
                maximum = "" + GenerationLimits.MASKED_PADDING,
                defaultValue = "32")
        Integer maskedPadding,

        @Schema(description = "A second pass over the enlarged picture", nullable = true)
        HiresBody hires) {}
