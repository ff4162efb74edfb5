# diffract-builder on a JVM. Build from the repository's root after `mvn -DskipTests clean package`:
#   docker build -f deploy/docker/builder.Dockerfile -t diffract/builder .
FROM eclipse-temurin:25-jre
COPY trt-builder/cli/target/lib /opt/diffract/lib
COPY trt-builder/cli/target/diffract-builder.jar /opt/diffract/
USER 10001
WORKDIR /work
ENTRYPOINT ["java", "-jar", "/opt/diffract/diffract-builder.jar"]
CMD ["--help"]
