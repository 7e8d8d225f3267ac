# Builds and runs Bobbin:
#
#     docker build -t bobbin .
#     docker run -p 8080:8080 -e BOBBIN_APIKEYS_DEFAULT=sk-... -v bobbin:/data bobbin
#
# The key is not optional here: without one the server listens on the loopback address of the container only, and a
# published port does not lead there. The data is in the volume; a folder in its place must belong to user 10001. Other
# settings are environment variables, too, and so are more flags for the JVM: -e JAVA_TOOL_OPTIONS=-Xmx2g

FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /build

# Tests and formatting are checked where the sources are changed.
ENV MAVEN_ARGS="-B -ntp -Dmaven.test.skip -Dspotless.check.skip"

# All plugins and libraries, in a layer that lasts until the pom changes. dependency:go-offline would leave out the
# compiler's annotation processors; packaging a stub fetches what packaging the sources needs.
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

# A fixed number, so that the data has the same owner in every image. The user may write the data and the AOT cache; the
# program belongs to root.
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin bobbin \
    && install -d -o bobbin -g bobbin -m 0700 /data \
    && install -d -o bobbin -g bobbin cache

# In a file, for the AOT cache is trained and used with the same flags:
# - G1 in a container of any size. For a small one the JVM would choose the serial collector, which cannot load the
#   cache into a small heap, and then refuses to start.
# - Half of the memory for the heap, as the server needs some 270 MB besides. 768 MB in all will do for
#   messages of up to 6 MB, 1 GB for all that are allowed.
# - Compressed pointers, and so no heap above 32 GB: the cache fits no other.
# - Out of memory means out: a restart loses nothing, while going on might answer errors for ever.
# - Errors only about the cache. One that is not usable is an error; the warnings at every start mean nothing.
RUN printf '%s\n' \
        -XX:+UseG1GC \
        -XX:MaxRAMPercentage=50 \
        -XX:+UseCompressedOops \
        -XX:+ExitOnOutOfMemoryError \
        '-Xlog:aot*=error' \
        > java.options

# What changes least comes first.
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./

# docker stop kills after 10 s: requests that hang get 5 s to end, not Spring Boot's 30 s.
ENV BOBBIN_DATADIR=/data \
    SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE=5s

USER 10001:10001

# The AOT cache holds the classes of a start and of the first requests, loaded and linked, and what the JVM has learned
# about the code. It is good for this JVM and these very files, time stamps included, so it is trained here. A training
# that fails is no error to the JVM: look for the file.
COPY src/main/docker/train ./
RUN ./train java @java.options -XX:AOTCacheOutput=cache/bobbin.aot -jar bobbin.jar \
    && test -s cache/bobbin.aot \
    && rm -rf /tmp/*

VOLUME /data
EXPOSE 8080

# The base image has neither curl nor wget, and starting a JVM for each check is too much. It does have bash, the
# language of its own entry point, and bash opens connections.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["bash", "-c", "\
    exec 3<>/dev/tcp/127.0.0.1/${MANAGEMENT_SERVER_PORT:-${SERVER_PORT:-8080}} \
    && printf 'GET /actuator/health HTTP/1.0\\r\\n\\r\\n' >&3 \
    && read -r status <&3 \
    && [[ $status == *' 200 '* ]]"]

# In this form java is process 1, and SIGTERM reaches it.
ENTRYPOINT ["java", "@java.options", "-XX:AOTCache=cache/bobbin.aot", "-jar", "bobbin.jar"]
