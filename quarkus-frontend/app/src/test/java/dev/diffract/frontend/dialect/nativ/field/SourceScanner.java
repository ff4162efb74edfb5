package dev.diffract.frontend.dialect.nativ.field;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import dev.diffract.frontend.dialect.nativ.field.SourceIndex.Call;
import dev.diffract.frontend.dialect.nativ.field.SourceIndex.Place;
import dev.diffract.frontend.dialect.nativ.field.SourceIndex.Variable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/** Goes through sources and notes methods, calls and variables by their names. */
final class SourceScanner extends TreeScanner<@Nullable Void, @Nullable Void> {

    private final Map<String, List<Place>> methods = new HashMap<>();
    private final Map<String, List<Call>> calls = new HashMap<>();
    private final Map<String, List<Variable>> variables = new HashMap<>();

    private final Deque<Place> places = new ArrayDeque<>();

    Map<String, List<Place>> methods() {
        return methods;
    }

    Map<String, List<Call>> calls() {
        return calls;
    }

    Map<String, List<Variable>> variables() {
        return variables;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
        String name = type.getSimpleName().toString();
        places.push(new Place(name.isEmpty() ? places.element().type() : name, "", "", List.of(), true, List.of()));
        super.visitClass(type, nothing);
        places.pop();
        return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
        List<ExpressionTree> returned = new ArrayList<>();
        if (method.getBody() != null) {
            method.getBody().accept(new Returns(returned), null);
        }
        Place place = new Place(
                places.element().type(),
                method.getName().toString(),
                method.getReturnType() == null ? "" : SourceIndex.simple(method.getReturnType()),
                method.getParameters().stream()
                        .map(parameter -> parameter.getName().toString())
                        .toList(),
                method.getModifiers().getFlags().contains(Modifier.STATIC),
                returned);
        methods.computeIfAbsent(place.name(), any -> new ArrayList<>()).add(place);
        places.push(place);
        super.visitMethod(method, nothing);
        places.pop();
        return null;
    }

    @Override
    public @Nullable Void visitVariable(VariableTree variable, @Nullable Void nothing) {
        if (variable.getType() != null) { // parameters of lambdas have none
            variables
                    .computeIfAbsent(variable.getName().toString(), any -> new ArrayList<>())
                    .add(new Variable(
                            SourceIndex.types(variable),
                            Optional.ofNullable(variable.getInitializer()),
                            places.element()));
        }
        return super.visitVariable(variable, nothing);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree invocation, @Nullable Void nothing) {
        note(Call.of(invocation, places.element()));
        return super.visitMethodInvocation(invocation, nothing);
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree made, @Nullable Void nothing) {
        note(new Call(
                Optional.of(SourceIndex.simple(made.getIdentifier())),
                SourceIndex.CONSTRUCTOR,
                Optional.empty(),
                made.getArguments(),
                places.element()));
        return super.visitNewClass(made, nothing);
    }

    private void note(Call call) {
        calls.computeIfAbsent(call.name(), any -> new ArrayList<>()).add(call);
    }

    /** What a method returns, without the functions and classes inside it. */
    private static final class Returns extends TreeScanner<@Nullable Void, @Nullable Void> {

        private final List<ExpressionTree> found;

        Returns(List<ExpressionTree> found) {
            this.found = found;
        }

        @Override
        public @Nullable Void visitReturn(ReturnTree end, @Nullable Void nothing) {
            if (end.getExpression() != null) {
                found.add(end.getExpression());
            }
            return null;
        }

        @Override
        public @Nullable Void visitLambdaExpression(LambdaExpressionTree function, @Nullable Void nothing) {
            return null;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
            return null;
        }
    }
}
