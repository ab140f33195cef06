package dev.elman.training;

import dev.elman.engine.Data;
import dev.elman.engine.Engine;
import dev.elman.engine.Engines;
import dev.elman.engine.Network;
import dev.elman.engine.Objective;
import dev.elman.engine.Precision;
import dev.elman.data.Samples;
import dev.elman.layers.Architecture;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The reference engine, which also counts what is open and fails when told to. */
public final class CountingEngine implements Engine {

    /** How many data sets and networks are open. */
    static final AtomicInteger OPEN = new AtomicInteger();

    /** How many data sets and networks were opened. */
    static final AtomicInteger OPENED = new AtomicInteger();

    /** How often each method of networks was called. */
    private static final Map<String, AtomicInteger> CALLS = new ConcurrentHashMap<>();

    /** The method of a network, or {@code openNetwork}, that throws; null for none. */
    static volatile String failing;

    /** What the failing method throws. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final Engine engine = Engines.get("reference");

    /** Does something while this engine can be found as {@code counting}. */
    static <T> T whileThere(Path folder, Callable<T> action) throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(Engine.class.getName()), CountingEngine.class.getName());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        OPEN.set(0);
        OPENED.set(0);
        CALLS.clear();
        failing = null;
        try (URLClassLoader loader = loader(folder)) {
            thread.setContextClassLoader(loader);
            return action.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** How often a method of networks was called. */
    static int calls(String method) {
        AtomicInteger calls = CALLS.get(method);
        return calls == null ? 0 : calls.get();
    }

    private static URLClassLoader loader(Path folder) throws IOException {
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, CountingEngine.class.getClassLoader());
    }

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public String version() {
        return engine.version();
    }

    @Override
    public String description() {
        return "counting " + engine.description();
    }

    private record CountedData(Data data, AtomicInteger closings) implements Data {
        @Override
        public int count() {
            return data.count();
        }

        @Override
        public void close() {
            data.close();
            if (closings.getAndIncrement() == 0) {
                OPEN.decrementAndGet();
            }
        }
    }

    @Override
    public Data openData(Samples samples, Precision precision) {
        OPEN.incrementAndGet();
        OPENED.incrementAndGet();
        return new CountedData(engine.openData(samples, precision), new AtomicInteger());
    }

    @Override
    public Network openNetwork(Architecture architecture, Precision precision, Objective objective) {
        fail("openNetwork");
        Network network = engine.openNetwork(architecture, precision, objective);
        OPEN.incrementAndGet();
        OPENED.incrementAndGet();
        AtomicInteger closings = new AtomicInteger();
        return (Network) Proxy.newProxyInstance(Network.class.getClassLoader(), new Class<?>[] {Network.class},
                (proxy, method, arguments) -> {
                    fail(method.getName());
                    CALLS.computeIfAbsent(method.getName(), name -> new AtomicInteger()).incrementAndGet();
                    if (arguments != null && arguments.length > 0 && arguments[0] instanceof CountedData counted) {
                        arguments[0] = counted.data();
                    }
                    if (method.getName().equals("close") && closings.getAndIncrement() == 0) {
                        OPEN.decrementAndGet();
                    }
                    try {
                        return method.invoke(network, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void fail(String method) {
        if (method.equals(failing)) {
            throw new Failure();
        }
    }
}
