package dev.diffract.embedded.cli;

import java.lang.reflect.Proxy;

/**
 * Signals of the operating system. The JDK has no other way to handle one than {@code sun.misc.Signal}, which it exports to everybody
 * and which the compiler warns of all the same, without a way to say that it is meant: hence by name.
 */
final class Signals {

    private Signals() {}

    /**
     * Runs an action at every such signal, on a thread of its own, instead of what the JVM does.
     *
     * @param name without the {@code SIG}
     * @throws IllegalStateException where the JVM has no such class or needs the signal itself
     */
    static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object run = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        action.run();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), run);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot handle the signal " + name, e);
        }
    }
}
