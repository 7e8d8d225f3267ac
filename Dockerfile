# Builds and runs Bobbin:
#
#     docker build -t bobbin .
#     docker run -p 8080:8080 -e BOBBIN_APIKEYS_DEFAULT=sk-... -v bobbin:/data bobbin
#
# The container needs an API key. Without one, the server listens only on the container's loopback address, and a
# published port does not reach that address.
#
# The volume holds all data. A host folder mounted in its place must belong to user 10001. Other settings are
# environment variables. Pass more JVM flags with -e JAVA_TOOL_OPTIONS=-Xmx2g.

FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /build

# CI already runs the tests and checks the format.
ENV MAVEN_ARGS="-B -ntp -Dmaven.test.skip -Dspotless.check.skip"

# Downloads all plugins and libraries into a layer that Docker caches until pom.xml changes. dependency:go-offline
# misses the compiler's annotation processors. Packaging a stub downloads everything that packaging the real sources
# needs.
COPY pom.xml ./
RUN mkdir -p src/main/java \
    && echo 'class Stub { public static void main(String[] args) {} }' > src/main/java/Stub.java \
    && mvn package -Dspring-boot.aot.skip \
    && rm -r src target

COPY src/main src/main
RUN mvn package \
    && java -Djarmode=tools -jar target/bobbin.jar extract --layers --destination layers


FROM eclipse-temurin:25-jre
WORKDIR /app

# The fixed user id gives the data the same owner in every image. The user can write only the data and the AOT cache.
# The program files belong to root.
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin bobbin \
    && install -d -o bobbin -g bobbin -m 0700 /data \
    && install -d -o bobbin -g bobbin cache

# The flags are in a file because training and using the AOT cache need the same flags:
# - UseG1GC: in a small container the JVM would select the serial collector. The serial collector cannot load the cache
#   into a small heap, and the JVM then refuses to start.
# - MaxRAMPercentage: the heap gets half of the memory. The JVM needs much of the rest: see docs/performance.md. A
#   container with 768 MB accepts request bodies of up to 6 MB, and one with 1 GB the default maximum of 8 MB.
# - UseCompressedOops: the cache works only with compressed pointers. They limit the heap to 32 GB.
# - ExitOnOutOfMemoryError: a restart loses no data. A process that continues could fail every request.
# - Xlog: the JVM reports an unusable cache as an error. The warnings that it prints at every start-up are harmless, so
#   this flag hides them.
RUN printf '%s\n' \
        -XX:+UseG1GC \
        -XX:MaxRAMPercentage=50 \
        -XX:+UseCompressedOops \
        -XX:+ExitOnOutOfMemoryError \
        '-Xlog:aot*=error' \
        > java.options

# The layers that change least come first, so that Docker can cache them.
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./

# docker stop kills the container after 10 s, so requests in flight get 5 s to finish. Spring Boot's default is 30 s.
ENV BOBBIN_DATADIR=/data \
    SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE=5s

USER 10001:10001

# The AOT cache stores the classes that start-up and the first requests load, already linked, and a profile of the code.
# It is valid only for this JVM and for these files with their time stamps. So the training run happens in this image.
# The JVM does not report a failed training run as an error, so the build checks that the file exists.
COPY src/main/docker/train ./
RUN ./train java @java.options -XX:AOTCacheOutput=cache/bobbin.aot -jar bobbin.jar \
    && test -s cache/bobbin.aot \
    && rm -rf /tmp/*

VOLUME /data
EXPOSE 8080

# The base image has neither curl nor wget, and starting a JVM for each check costs too much. bash is in the image and
# can open TCP connections.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["bash", "-c", "\
    exec 3<>/dev/tcp/127.0.0.1/${MANAGEMENT_SERVER_PORT:-${SERVER_PORT:-8080}} \
    && printf 'GET /actuator/health HTTP/1.0\\r\\n\\r\\n' >&3 \
    && read -r status <&3 \
    && [[ $status == *' 200 '* ]]"]

# The exec form makes java process 1, so that SIGTERM reaches it.
ENTRYPOINT ["java", "@java.options", "-XX:AOTCache=cache/bobbin.aot", "-jar", "bobbin.jar"]
