package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Pointer;
import java.util.Optional;

/** Makes networks, configurations and engines. Deleted last of all that it made. */
public final class IBuilder extends OwnedObject<BuilderSlot> {

    /** On 10 a network is weakly typed unless this bit is set. On 11 the same bit would ask for something else. */
    private static final int STRONGLY_TYPED_TEN = 1 << 1;

    IBuilder(Pointer outer, Major major) {
        super(outer, major);
    }

    /** A network in which every tensor has the type the graph gives it: what is asked for on 10, and what 11 always has. */
    public Optional<INetworkDefinition> createStronglyTypedNetwork() {
        int flags = major() == Major.TEN ? STRONGLY_TYPED_TEN : 0;
        return Pointers.present(pointer(BuilderSlot.CREATE_NETWORK_V2, flags))
                .map(network -> new INetworkDefinition(network, major()));
    }

    public Optional<IBuilderConfig> createBuilderConfig() {
        return Pointers.present(pointer(BuilderSlot.CREATE_BUILDER_CONFIG))
                .map(config -> new IBuilderConfig(config, major()));
    }

    /** Stays the builder's. */
    public Optional<IOptimizationProfile> createOptimizationProfile() {
        return Pointers.present(pointer(BuilderSlot.CREATE_OPTIMIZATION_PROFILE))
                .map(profile -> new IOptimizationProfile(profile, major()));
    }

    public void setErrorRecorder(ErrorRecorder recorder) {
        call(BuilderSlot.SET_ERROR_RECORDER, recorder.pointer());
    }

    /** Whether it answers with the logger it was made with, as it must if the slots are right. */
    public boolean logsTo(Logger logger) {
        return logger.pointer().equals(pointer(BuilderSlot.GET_LOGGER));
    }

    /** @return false if there is no engine; the reason is in the log */
    public boolean buildSerializedNetworkToStream(
            INetworkDefinition network, IBuilderConfig config, StreamWriter writer) {
        return test(
                BuilderSlot.BUILD_SERIALIZED_NETWORK_TO_STREAM, network.pointer(), config.pointer(), writer.pointer());
    }
}
