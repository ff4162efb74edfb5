package dev.diffract.frontend.dialect.nativ.field;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import dev.diffract.frontend.dialect.nativ.field.SourceIndex.Call;
import dev.diffract.frontend.dialect.nativ.field.SourceIndex.Place;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/**
 * Texts as the sources put them together: an expression is followed to the literals it is made of, through variables, parameters (to all
 * callers), methods (to what they return), messages of exceptions, and tellers. What only the running program knows stays open.
 */
final class SourceSentences {

    /** Stands for what only the running program knows. */
    static final String OPEN = "\u0000";

    /** Gives names of fields, which are the same in every language. */
    private static final Optional<String> NAMES = Optional.of("Names");

    private static final Optional<String> OPTIONAL = Optional.of("Optional");

    private static final Set<String> NOTHING = Set.of(OPEN);

    private final SourceIndex index;
    private final Set<Object> underWay = new HashSet<>();

    SourceSentences(SourceIndex index) {
        this.index = index;
    }

    /** Every text that is given to the constructors of a class, as the argument of a number. */
    Set<String> givenTo(String type, int argument) {
        return index.calls(SourceIndex.CONSTRUCTOR).stream()
                .filter(call -> call.owner().equals(Optional.of(type)))
                .filter(call -> call.arguments().size() > argument)
                .flatMap(call -> of(call.arguments().get(argument), call.place()).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every text that a class's methods return. */
    Set<String> saidBy(String type) {
        return index.methods(type).stream().map(this::returned).reduce(Set.of(), SourceSentences::either);
    }

    private Set<String> of(Tree tree, Place place) {
        if (!underWay.add(tree)) {
            return NOTHING;
        }
        try {
            return texts(tree, place);
        } finally {
            underWay.remove(tree);
        }
    }

    private Set<String> texts(Tree tree, Place place) {
        if (tree instanceof LiteralTree literal) {
            return literal.getValue() instanceof String text ? Set.of(text) : NOTHING;
        }
        if (tree instanceof ParenthesizedTree inside) {
            return of(inside.getExpression(), place);
        }
        if (tree instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
            return joined(of(sum.getLeftOperand(), place), of(sum.getRightOperand(), place));
        }
        if (tree instanceof ConditionalExpressionTree choice) {
            return either(of(choice.getTrueExpression(), place), of(choice.getFalseExpression(), place));
        }
        if (tree instanceof SwitchExpressionTree choice) {
            return choice.getCases().stream()
                    .map(CaseTree::getBody)
                    .filter(ExpressionTree.class::isInstance)
                    .map(body -> of(body, place))
                    .reduce(Set.of(), SourceSentences::either);
        }
        if (tree instanceof IdentifierTree name) {
            return named(name.getName().toString(), place);
        }
        return tree instanceof MethodInvocationTree call ? called(Call.of(call, place)) : NOTHING;
    }

    private Set<String> named(String name, Place place) {
        int parameter = place.parameters().indexOf(name);
        if (parameter >= 0) {
            return orOpen(index.callsOf(place).stream()
                    .map(call -> of(call.arguments().get(parameter), call.place()))
                    .reduce(Set.of(), SourceSentences::either));
        }
        return index.value(name, place).map(value -> of(value, place)).orElse(NOTHING);
    }

    private Set<String> called(Call call) {
        if (call.name().equals("getMessage")) {
            return orOpen(call.receiver().stream()
                    .flatMap(receiver -> index.types(receiver, call.place()).stream())
                    .map(this::messages)
                    .reduce(Set.of(), SourceSentences::either));
        }
        if (call.name().equals("told") && call.arguments().get(0) instanceof NewClassTree teller) {
            return orOpen(index.methods(SourceIndex.simple(teller.getIdentifier())).stream()
                    .filter(method -> !method.isStatic())
                    .map(this::returned)
                    .reduce(Set.of(), SourceSentences::either));
        }
        if (call.name().equals("of") && call.owner().equals(OPTIONAL)) {
            return of(call.arguments().get(0), call.place());
        }
        if (call.name().equals("orElse")) {
            return either(present(call), of(call.arguments().get(0), call.place()));
        }
        if (call.owner().equals(NAMES)) {
            return NOTHING;
        }
        if (call.name().equals("sentence")) {
            return orOpen(givenTo("Refusal", 1));
        }
        return orOpen(index.callees(call).stream().map(this::returned).reduce(Set.of(), SourceSentences::either));
    }

    /** What an optional text is if it is there. */
    private Set<String> present(Call orElse) {
        return orElse.receiver()
                .filter(MethodInvocationTree.class::isInstance)
                .map(receiver -> Call.of((MethodInvocationTree) receiver, orElse.place()))
                .filter(receiver -> receiver.name().equals("map"))
                .map(receiver -> applied(receiver.arguments().get(0), orElse.place()))
                .orElse(NOTHING);
    }

    private Set<String> applied(ExpressionTree function, Place place) {
        if (function instanceof MemberReferenceTree method) {
            return called(Call.of(method, place));
        }
        return function instanceof LambdaExpressionTree lambda ? of(lambda.getBody(), place) : NOTHING;
    }

    private Set<String> returned(Place method) {
        return method.returned().stream()
                .map(expression -> of(expression, method))
                .reduce(Set.of(), SourceSentences::either);
    }

    /** What an exception's constructors give to that of the class above. */
    private Set<String> messages(String exception) {
        return index.calls("super").stream()
                .filter(call -> call.place().type().equals(exception))
                .filter(call -> !call.arguments().isEmpty())
                .map(call -> of(call.arguments().get(0), call.place()))
                .reduce(Set.of(), SourceSentences::either);
    }

    private static Set<String> orOpen(Set<String> texts) {
        return texts.isEmpty() ? NOTHING : texts;
    }

    private static Set<String> joined(Set<String> left, Set<String> right) {
        return both(left, right, String::concat);
    }

    private static Set<String> both(Set<String> left, Set<String> right, BinaryOperator<String> how) {
        return left.stream()
                .flatMap(one -> right.stream().map(other -> how.apply(one, other)))
                .collect(Collectors.toSet());
    }

    private static Set<String> either(Set<String> one, Set<String> other) {
        Set<String> all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }
}
