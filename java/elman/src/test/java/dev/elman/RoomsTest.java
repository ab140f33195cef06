package dev.elman;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The rooms of the house: each package may name only those below it. */
class RoomsTest {

    /** From the top to the ground. */
    private static final List<String> ROOMS = List.of(
            "dev.elman.training",
            "dev.elman",
            "dev.elman.format",
            "dev.elman.reference",
            "dev.elman.engine",
            "dev.elman.data",
            "dev.elman.optim",
            "dev.elman.layers",
            "dev.elman.random");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.elman");

    @Test
    void everyPackageNamesOnlyThoseBelowIt() {
        List<String> upward = new ArrayList<>();
        for (JavaClass from : CLASSES) {
            for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                String target = dependency.getTargetClass().getBaseComponentType().getPackageName();
                int here = ROOMS.indexOf(from.getPackageName());
                int there = ROOMS.indexOf(target);
                if (there >= 0 && there < here) {
                    upward.add(dependency.getDescription());
                }
            }
        }
        assertEquals(List.of(), upward);
    }

    /** It is found as any engine is: a library that named it could not do without it. */
    @Test
    void nobodyNamesTheReferenceEngine() {
        List<String> naming = new ArrayList<>();
        for (JavaClass from : CLASSES) {
            for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                String target = dependency.getTargetClass().getBaseComponentType().getPackageName();
                if (target.equals("dev.elman.reference") && !from.getPackageName().equals(target)) {
                    naming.add(dependency.getDescription());
                }
            }
        }
        assertEquals(List.of(), naming);
    }

    @Test
    void thereAreNoOtherRooms() {
        TreeSet<String> packages = new TreeSet<>();
        CLASSES.forEach(type -> packages.add(type.getPackageName()));
        packages.removeAll(ROOMS);
        assertEquals(List.of(), List.copyOf(packages));
        assertTrue(CLASSES.size() > 50);
    }

    @Test
    void thereAreNoCycles() {
        slices().matching("dev.elman.(*)").should().beFreeOfCycles().check(CLASSES);
    }
}
