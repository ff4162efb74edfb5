package dev.diffract.tests.harness;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Finds classes whose methods, constructors or records take many values. Sources are parsed, not compiled. */
final class LongLists extends TreeScanner<Void, String> {

    private final int most;
    private final Set<String> found = new TreeSet<>();

    private LongLists(int most) {
        this.most = most;
    }

    /** Simple names of the classes in the files of which something takes more values than that. */
    static Set<String> longerThan(int most, Collection<Path> files) throws IOException {
        LongLists lists = new LongLists(most);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
            for (CompilationUnitTree unit : task.parse()) {
                lists.scan(unit, "");
            }
        }
        return lists.found;
    }

    @Override
    public Void visitClass(ClassTree type, String around) {
        String name = type.getSimpleName().toString();
        long components = type.getMembers().stream()
                .filter(member -> member instanceof VariableTree field
                        && !field.getModifiers().getFlags().contains(Modifier.STATIC))
                .count();
        if (type.getKind() == Tree.Kind.RECORD && components > most) {
            found.add(name);
        }
        return super.visitClass(type, name);
    }

    @Override
    public Void visitMethod(MethodTree method, String around) {
        if (method.getParameters().size() > most) {
            found.add(around);
        }
        return super.visitMethod(method, around);
    }
}
