package io.github.camelvision.roboflow.webrtc.testing;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;

/**
 * A program that loads the component again and again, as development tools do: one after the other, then two at a time. It prints how many
 * frames of a video, the first argument, came back each time. The second is the class path of what it loads; libraries that the program's
 * own class path has, too, are loaded once.
 */
public final class ReloadMain {

    private ReloadMain() {}

    public static void main(String[] args) throws Exception {
        for (int i = 0; i < 2; i++) {
            try (URLClassLoader loader = new Reloaded(args[1])) {
                IntSupplier program = program(loader, args[0]);
                System.out.println("alone " + program.getAsInt());
                ((AutoCloseable) program).close();
            }
        }
        try (URLClassLoader before = new Reloaded(args[1]); URLClassLoader after = new Reloaded(args[1])) {
            IntSupplier first = program(before, args[0]);
            IntSupplier second = program(after, args[0]);
            CompletableFuture<Integer> meanwhile = CompletableFuture.supplyAsync(first::getAsInt);
            System.out.println("second " + second.getAsInt());
            System.out.println("first " + meanwhile.get());
            ((AutoCloseable) first).close();
            System.out.println("second, left alone " + second.getAsInt());
            ((AutoCloseable) second).close();
        }
    }

    private static IntSupplier program(ClassLoader loader, String video) throws Exception {
        Thread.currentThread().setContextClassLoader(loader);
        return (IntSupplier) loader.loadClass(FileMain.class.getName()).getConstructor(String.class).newInstance(video);
    }

    /** Has classes of its own of the component, and of all that the program does not have. */
    private static final class Reloaded extends URLClassLoader {

        private static final String COMPONENT = "io.github.camelvision.";

        Reloaded(String classPath) {
            super(Arrays.stream(classPath.split(File.pathSeparator)).map(Reloaded::url).toArray(URL[]::new),
                    ReloadMain.class.getClassLoader());
        }

        private static URL url(String entry) {
            try {
                return Path.of(entry).toUri().toURL();
            } catch (IOException e) {
                throw new IllegalArgumentException(entry, e);
            }
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (!name.startsWith(COMPONENT)) {
                    return super.loadClass(name, resolve);
                }
                Class<?> own = findLoadedClass(name);
                return own == null ? findClass(name) : own;
            }
        }
    }
}
