package dev.diffract.frontend.core.dispatch;

import dev.diffract.frontend.core.inference.InferenceException;
import dev.diffract.frontend.core.inference.NotFiniteException;
import dev.diffract.repository.layout.ServedName;
import dev.diffract.repository.pipeline.ModelRole;
import java.util.Arrays;

/** What is said of a call that no instance carried out, to people who know nothing of models on servers and their names. */
final class CallSentences {

    private CallSentences() {}

    /** @param model the served one's name */
    static String lateIn(String model) {
        return "The generation's time was over during " + stage(model) + ".";
    }

    /** @param model the served one's name */
    static String lateBefore(String model) {
        return "The generation's time was over before " + stage(model) + ".";
    }

    /** @param model the served one's name */
    static String absent(String model) {
        return "No healthy slice serves this model for " + stage(model) + ".";
    }

    /** Says nothing of instances: it is no fault of one of them. */
    static String leftNumbers(InferenceException failure) {
        String what = failure.getCause() instanceof NotFiniteException numbers ? numbers.forCaller() : failure.detail();
        return "The picture left the range of numbers in " + stage(failure.model()) + ": " + what
                + ". Less guidance, another seed or another sampler may help.";
    }

    /** What a model does in a picture's life; repositories of earlier builders may have names that say no role. */
    private static String stage(String model) {
        String role = ServedName.role(model);
        return Arrays.stream(ModelRole.values())
                .filter(known -> known.id().equals(role))
                .findFirst()
                .map(known -> words(known))
                .orElse("the drawing");
    }

    private static String words(ModelRole role) {
        return switch (role) {
            case TEXT_ENCODER -> "the reading of the prompt";
            case UNET -> "the denoising";
            case VAE_ENCODER -> "the reading of the picture to start from";
            case VAE_DECODER, IMAGE_POST, DECODE_IMAGE -> "the decoding of the picture";
            case SAFETY_CHECKER -> "the check of the picture";
        };
    }
}
