package dev.diffract.builder.build.publish;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A program that publishes, switches, rolls back and prunes until it is killed. Says before each switch what may be served after it. */
final class RestlessPublisher {

    static final String READY = "ready";

    private RestlessPublisher() {}

    /**
     * @param arguments directory of the versions, a repository to copy, a seed
     */
    public static void main(String... arguments) throws IOException {
        VersionedRepository repository = VersionedRepository.at(Path.of(arguments[0]));
        Path template = Path.of(arguments[1]);
        Random random = new Random(Long.parseLong(arguments[2]));
        // Once for the classes, which take longer to load than everything else to do.
        // Served, so that its number is remembered: what is pruned without ever being served gives its number back.
        repository.switchTo(Repositories.publish(repository, template, "warm"));
        System.out.println(READY);
        while (true) {
            List<Version> versions = repository.versions();
            switch (versions.size() < 2 ? 0 : random.nextInt(4)) {
                case 1 -> {
                    int target = versions.get(random.nextInt(versions.size())).number();
                    announce(repository, target);
                    repository.switchTo(target);
                }
                case 2 -> {
                    if (repository.previous().isPresent()) {
                        announce(repository, repository.previous().getAsInt());
                        repository.rollBack();
                    }
                }
                case 3 -> repository.prune();
                default -> {
                    int number = Repositories.publish(repository, template, "m" + random.nextInt(1000));
                    announce(repository, number);
                    repository.switchTo(number);
                }
            }
        }
    }

    private static void announce(VersionedRepository repository, int next) throws IOException {
        System.out.println(new CurrentLink(repository.directory()).target().orElse(0) + " " + next);
    }
}
