package dev.diffract.builder.planning.plan;

import dev.diffract.builder.planning.mig.MigCatalogue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads plan files. */
public final class PlanReader {

    private PlanReader() {}

    /**
     * Reads a plan and finds everything that is wrong with it, except for slices that do not fit on their card: that is {@link PlanCheck}'s.
     *
     * @throws PlanException if anything is wrong
     */
    public static Plan read(Path file) {
        String text = PlanText.read(file);
        List<Finding> findings = new ArrayList<>();
        Optional<Plan> plan = nodes(text, findings).flatMap(root -> plan(file, root, findings));
        if (!findings.isEmpty()) {
            throw new PlanException(
                    file,
                    findings.stream()
                            .distinct()
                            .sorted(Finding.IN_THE_FILES_ORDER)
                            .toList());
        }
        return plan.orElseThrow();
    }

    private static Optional<Node> nodes(String text, List<Finding> findings) {
        try {
            Optional<Node> root = YamlSyntax.nodes(text);
            if (root.isEmpty()) {
                findings.add(Finding.ofFile("is empty: expected a plan, which starts with 'version: 1'"));
            }
            return root;
        } catch (YamlSyntax.YamlException e) {
            findings.add(e.finding());
            return Optional.empty();
        }
    }

    private static Optional<Plan> plan(Path file, Node root, List<Finding> findings) {
        YamlTree tree = new YamlTree(root, findings);
        if (tree.full()) {
            return Optional.empty();
        }
        Set<String> faulty = new HashSet<>(tree.unusable());
        PlanSchema.check(tree, findings, faulty);
        PlanNode node = PlanNode.root(tree, faulty);
        MigCatalogue catalogue = MigCatalogue.shipped();
        PlanRules.check(catalogue, node, findings);
        return findings.isEmpty() ? Optional.of(PlanBuilder.build(catalogue, file, node)) : Optional.empty();
    }
}
