package dev.diffract.frontend.dialect.nativ.field;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnionTypeTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The sources of the frontend, and of the contract, as the compiler parses them: methods, calls and variables by their names. Types are not looked up. */
final class SourceIndex {

    /** The name of constructors. */
    static final String CONSTRUCTOR = "<init>";

    private static final String TEXT = "String";

    private final Map<String, List<Place>> methods;
    private final Map<String, List<Call>> calls;
    private final Map<String, List<Variable>> variables;

    private SourceIndex(SourceScanner found) {
        this.methods = found.methods();
        this.calls = found.calls();
        this.variables = found.variables();
    }

    /**
     * A method or constructor, or what stands outside of them.
     *
     * @param type simple name of the innermost class
     * @param result of a method, as it is written
     * @param parameters their names
     * @param returned what it returns
     */
    record Place(
            String type,
            String name,
            String result,
            List<String> parameters,
            boolean isStatic,
            List<ExpressionTree> returned) {}

    /**
     * @param owner the class, if its name stands there or is clear
     * @param receiver what it is called on, if anything
     */
    record Call(
            Optional<String> owner,
            String name,
            Optional<ExpressionTree> receiver,
            List<? extends ExpressionTree> arguments,
            Place place) {

        static Call of(MethodInvocationTree call, Place place) {
            if (call.getMethodSelect() instanceof MemberSelectTree select) {
                Optional<String> owner = Optional.of(simple(select.getExpression()))
                        .filter(name -> !name.isEmpty() && Character.isUpperCase(name.charAt(0)));
                return new Call(
                        owner,
                        select.getIdentifier().toString(),
                        Optional.of(select.getExpression()),
                        call.getArguments(),
                        place);
            }
            return new Call(
                    Optional.of(place.type()),
                    simple(call.getMethodSelect()),
                    Optional.empty(),
                    call.getArguments(),
                    place);
        }

        /** A method named as a function of what it is called on. */
        static Call of(MemberReferenceTree method, Place place) {
            return new Call(
                    Optional.of(simple(method.getQualifierExpression())),
                    method.getName().toString(),
                    Optional.empty(),
                    List.of(),
                    place);
        }
    }

    /** @param types as they are written: several where alternatives are caught */
    record Variable(List<String> types, Optional<ExpressionTree> value, Place place) {}

    /** The sources of the frontend's modules. */
    static SourceIndex read() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources()));
            SourceScanner scanner = new SourceScanner();
            for (CompilationUnitTree source : task.parse()) {
                scanner.scan(source, null);
            }
            return new SourceIndex(scanner);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> sources() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String module : List.of("../core", "../app", "../../model-repository")) {
            try (Stream<Path> files = Files.walk(Path.of(module, "src", "main", "java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
            }
        }
        return all;
    }

    List<Call> calls(String name) {
        return calls.getOrDefault(name, List.of());
    }

    /** Who calls a method. */
    List<Call> callsOf(Place method) {
        String own = method.name().equals(CONSTRUCTOR) ? "this" : method.name();
        return Stream.concat(calls(method.name()).stream(), own.equals("this") ? calls(own).stream() : Stream.empty())
                .filter(call -> call.arguments().size() == method.parameters().size())
                .filter(call -> call.owner().isEmpty() || call.owner().get().equals(method.type()))
                .toList();
    }

    /** The methods of a class that give a text. */
    List<Place> methods(String type) {
        return methods.values().stream()
                .flatMap(List::stream)
                .filter(method -> method.type().equals(type) && method.result().equals(TEXT))
                .toList();
    }

    /** The methods that a call may mean and that give a text: where no class is clear, one without parameters whose name is the only one. */
    List<Place> callees(Call call) {
        List<Place> all = methods.getOrDefault(call.name(), List.of()).stream()
                .filter(method -> method.result().equals(TEXT))
                .filter(method -> method.parameters().size() == call.arguments().size())
                .toList();
        return owner(call)
                .map(owner -> all.stream()
                        .filter(method -> method.type().equals(owner))
                        .toList())
                .orElse(all.size() == 1 && call.arguments().isEmpty() ? all : List.of());
    }

    /** Of what a component of a record gives, it is the type of all components of the name. */
    private Optional<String> owner(Call call) {
        return call.owner()
                .or(() -> call.receiver()
                        .filter(MethodInvocationTree.class::isInstance)
                        .map(component -> Call.of((MethodInvocationTree) component, call.place()))
                        .map(component -> variables.getOrDefault(component.name(), List.of()).stream()
                                .filter(variable -> variable.place().name().isEmpty())
                                .flatMap(variable -> variable.types().stream())
                                .distinct()
                                .toList())
                        .filter(types -> types.size() == 1)
                        .map(types -> types.get(0)));
    }

    /** Names of the classes that a variable is declared to be of; of all of its name in a method. */
    List<String> types(ExpressionTree variable, Place place) {
        return variables.getOrDefault(simple(variable), List.of()).stream()
                .filter(declared -> declared.place().equals(place))
                .flatMap(declared -> declared.types().stream())
                .distinct()
                .toList();
    }

    /** What a variable of a method, or a field of its class, is set to where it is declared. */
    Optional<ExpressionTree> value(String name, Place place) {
        List<Variable> all = variables.getOrDefault(name, List.of());
        return all.stream()
                .filter(variable -> variable.place().equals(place))
                .findFirst()
                .or(() -> all.stream()
                        .filter(variable -> variable.place().type().equals(place.type())
                                && variable.place().name().isEmpty())
                        .findFirst())
                .flatMap(Variable::value);
    }

    static List<String> types(VariableTree variable) {
        return variable.getType() instanceof UnionTypeTree union
                ? union.getTypeAlternatives().stream().map(SourceIndex::simple).toList()
                : List.of(simple(variable.getType()));
    }

    /** The last part of a name; empty for what is none. */
    static String simple(Tree name) {
        if (name instanceof IdentifierTree plain) {
            return plain.getName().toString();
        }
        if (name instanceof ParameterizedTypeTree type) {
            return simple(type.getType());
        }
        return name instanceof MemberSelectTree select ? select.getIdentifier().toString() : "";
    }
}
