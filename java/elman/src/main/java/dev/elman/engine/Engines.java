package dev.elman.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Finds engines by name. */
public final class Engines {

    /** The engine used where none is named. */
    public static final String DEFAULT = "native";

    private static final Map<String, Engine> FOUND = new ConcurrentHashMap<>();

    private Engines() {}

    /** The engine of the given name, looked up with this library's class loader, then with the thread's context's.
     *
     * @throws EngineException where there is none on the class path, or only one of another version
     */
    public static Engine get(String name) {
        Engine known = FOUND.get(name);
        if (known != null) {
            return known;
        }
        Engine engine = find(name, Engines.class.getClassLoader());
        if (engine != null) {
            checkVersion(engine);
            FOUND.put(name, engine);
            return engine;
        }
        engine = find(name, Thread.currentThread().getContextClassLoader());
        if (engine == null) {
            throw new EngineException(missing(name));
        }
        checkVersion(engine);
        return engine;
    }

    /** The names of the engines that can be found. */
    public static List<String> names() {
        TreeSet<String> names = new TreeSet<>();
        for (ClassLoader loader : new ClassLoader[] {
            Engines.class.getClassLoader(), Thread.currentThread().getContextClassLoader()
        }) {
            for (Engine engine : load(loader)) {
                names.add(engine.name());
            }
        }
        return new ArrayList<>(names);
    }

    private static Engine find(String name, ClassLoader loader) {
        for (Engine engine : load(loader)) {
            if (engine.name().equals(name)) {
                return engine;
            }
        }
        return null;
    }

    private static List<Engine> load(ClassLoader loader) {
        List<Engine> engines = new ArrayList<>();
        try {
            for (Engine engine : ServiceLoader.load(Engine.class, loader)) {
                engines.add(engine);
            }
        } catch (ServiceConfigurationError e) {
            // In a second class loader with its own copy of the library a provider is of a foreign type.
            throw new EngineException("an engine on the class path does not fit this copy of elman: " + e.getMessage()
                    + "; keep elman and elman-native together in one class loader", e);
        }
        return engines;
    }

    private static void checkVersion(Engine engine) {
        if (!engine.version().equals(Version.NUMBER)) {
            throw new EngineException("engine '" + engine.name() + "' is of version " + engine.version()
                    + " but elman is of version " + Version.NUMBER + "; use the same version of both artifacts");
        }
    }

    private static String missing(String name) {
        String there = "; the engines found are " + names();
        if (name.equals(DEFAULT)) {
            return "no engine 'native' on the class path: add dev.elman:elman-native:" + Version.NUMBER
                    + " and its classifier jar for this platform, and in an uber-jar merge the files of"
                    + " META-INF/services; or ask for the slow engine 'reference'" + there;
        }
        return "no engine '" + name + "' on the class path" + there;
    }
}
