package dev.bobbin.web;

import org.springframework.boot.system.JavaVersion;

/** Decides on which threads Tomcat runs requests. */
public final class RequestThreads {

    private RequestThreads() {}

    /**
     * Whether each request runs on a virtual thread. Otherwise, requests share a pool of platform threads.
     *
     * @param enabled the setting {@code spring.threads.virtual.enabled}
     */
    public static boolean areVirtual(boolean enabled) {
        return enabled && JavaVersion.getJavaVersion().isEqualOrNewerThan(JavaVersion.TWENTY_ONE);
    }
}
