package dev.diffract.repository.pipeline;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Models that are served and called alike: which there are, and what each takes and gives. Builders serve by it, frontends
 * call by it, and whatever stands in for a server answers by it. The numbers that make a tensor's shape are each model's own
 * and stand in its manifest.
 */
public interface ModelFamily {

    /** Its name in manifests. */
    String id();

    /** Models that every picture's calls go to. */
    Set<ModelRole> needed();

    /** Models that a repository may lack: no picture can then be started from another, or none is looked at. */
    Set<ModelRole> optional();

    /** What {@link ModelRole#DECODE_IMAGE} calls, in order, without those that are optional. */
    List<ModelRole> members();

    /** All that a repository of this family may have. */
    default Set<ModelRole> roles() {
        Set<ModelRole> roles = EnumSet.copyOf(needed());
        roles.addAll(optional());
        roles.addAll(members());
        return roles;
    }

    /** Graphs that a source model must bring; the other roles are optional or made by the builder. */
    Set<ModelRole> exported();

    /** For sources that do not say. */
    PipelineDefaults defaults();

    TextEncoderTensors textEncoder();

    UnetTensors unet();

    VaeDecoderTensors vaeDecoder();

    VaeEncoderTensors vaeEncoder();

    ImagePostTensors imagePost();

    SafetyCheckerTensors safetyChecker();

    DecodeImageTensors decodeImage();

    /**
     * What a role takes and gives in a repository.
     *
     * @param clipSkips that the text encoder serves, from 1
     * @param roles the repository's; some models give more if there is a safety checker
     */
    default ModelInterface served(ModelRole role, int clipSkips, Collection<ModelRole> roles) {
        boolean checked = roles.contains(ModelRole.SAFETY_CHECKER);
        return switch (role) {
            case TEXT_ENCODER -> textEncoder().served(clipSkips);
            case UNET -> unet().served();
            case VAE_DECODER -> vaeDecoder().served();
            case VAE_ENCODER -> vaeEncoder().served();
            case IMAGE_POST -> imagePost().served(checked);
            case SAFETY_CHECKER -> safetyChecker().served();
            case DECODE_IMAGE -> decodeImage().served(checked);
        };
    }
}
