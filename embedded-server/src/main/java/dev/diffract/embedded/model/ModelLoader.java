package dev.diffract.embedded.model;

import dev.diffract.embedded.statistics.ModelCounters;
import dev.diffract.repository.config.EnsembleCheck;
import dev.diffract.repository.config.ModelConfigCheck;
import dev.diffract.repository.config.VersionPolicies;
import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelEnsembling.Step;
import java.time.InstantSource;
import java.util.List;
import java.util.NavigableSet;

/** Brings versions of models into memory, after every check that needs no request. */
final class ModelLoader {

    private static final double NANOS_PER_SECOND = 1e9;

    /** What a step says that takes whatever version its member serves. */
    private static final long LATEST = -1;

    private final ModelDirectory directory;
    private final ModelFactory factory;
    private final EnsembleFactory ensembles;
    private final ModelRegistry registry;
    private final MemberCaller members;

    ModelLoader(ModelDirectory directory, ModelFactory factory, EnsembleFactory ensembles, ModelRegistry registry) {
        this.directory = directory;
        this.factory = factory;
        this.ensembles = ensembles;
        this.registry = registry;
        this.members =
                (request, cancellation) -> registry.run(request, cancellation).result();
    }

    /**
     * The configuration to serve, complete.
     *
     * @throws LoadException naming all that is wrong with it
     */
    ModelConfig complete(String name, ModelConfig config) {
        List<String> findings = ModelConfigCheck.check(name, config);
        if (!findings.isEmpty()) {
            throw new LoadException(String.join("; ", findings));
        }
        ModelConfig complete = ConfigDefaults.complete(config);
        return ModelConfigCheck.isEnsemble(complete) ? complete : factory.told(complete);
    }

    /**
     * Versions the policy asks for, of those on disk.
     *
     * @throws LoadException if there is none
     */
    NavigableSet<Long> versions(ModelConfig config) {
        NavigableSet<Long> versions =
                VersionPolicies.served(config.getVersionPolicy(), directory.versions(config.getName()));
        if (versions.isEmpty()) {
            throw new LoadException("at least one version must be available under the version policy of model '"
                    + config.getName() + "'");
        }
        return versions;
    }

    /**
     * @param config complete
     * @throws LoadException if it does not load
     */
    LoadedModel load(ModelConfig config, long version) {
        long start = System.nanoTime();
        ModelCounters counters = new ModelCounters(InstantSource.system());
        ServedModel served = ModelConfigCheck.isEnsemble(config)
                ? ensemble(config, counters)
                : factory.create(config, directory.version(config.getName(), version), counters);
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        return new LoadedModel(config, version, served, counters, seconds);
    }

    /**
     * @throws LoadException if a member is not in service, or does not fit
     */
    void checkMembers(ModelConfig ensemble) {
        for (Step step : ensemble.getEnsembleScheduling().getStepList()) {
            ModelStatus member = registry.status(step.getModelName());
            String depends = "ensemble '" + ensemble.getName() + "' depends on '" + step.getModelName() + "' ";
            if (member.latestReady().isEmpty()) {
                throw new LoadException(
                        depends + "which has no loaded version." + reasons(step.getModelName(), member));
            }
            ModelStatus.Version required = member.versions().get(step.getModelVersion());
            if (step.getModelVersion() != LATEST && (required == null || !required.isReady())) {
                throw new LoadException(
                        depends + "whose required version " + step.getModelVersion() + " is not loaded.");
            }
        }
        List<String> findings = EnsembleCheck.check(
                ensemble, name -> registry.status(name).latestReady().map(LoadedModel::config));
        if (!findings.isEmpty()) {
            throw new LoadException(String.join("; ", findings));
        }
    }

    private ServedModel ensemble(ModelConfig config, ModelCounters counters) {
        checkMembers(config);
        return ensembles.create(config, members, counters);
    }

    private static String reasons(String name, ModelStatus member) {
        StringBuilder text = new StringBuilder();
        member.versions().forEach((number, version) -> {
            if (!version.reason().isEmpty() && !version.reason().equals(ModelStatus.UNLOADED)) {
                text.append(" Model '")
                        .append(name)
                        .append("' loading failed with error: version ")
                        .append(number)
                        .append(" is at ")
                        .append(version.state())
                        .append(" state: ")
                        .append(version.reason())
                        .append(';');
            }
        });
        return text.toString();
    }
}
