# diffract-builder on the image of the server that will load its engines: an engine belongs to the TensorRT that built it.
# `diffract plan render` says which image a plan has. Build from the repository's root after `mvn -DskipTests clean package`:
#   docker build -f deploy/docker/builder.Dockerfile -t localhost/diffract/builder .
ARG TRITON_IMAGE=nvcr.io/nvidia/tritonserver:26.09-py3
FROM eclipse-temurin:25-jre AS java
FROM ${TRITON_IMAGE}
COPY --from=java /opt/java/openjdk /opt/java/openjdk
COPY trt-builder/cli/target/lib /opt/diffract/lib
COPY trt-builder/cli/target/diffract-builder.jar /opt/diffract/
COPY trt-builder/cli/target/diffract-builder.cdx.json /opt/diffract/
USER 10001
WORKDIR /work
# No -XX:+ExitOnOutOfMemoryError: it works on one thread and ends without memory anyhow, with a sentence in place of Java's words.
ENTRYPOINT ["/opt/java/openjdk/bin/java", "-jar", "/opt/diffract/diffract-builder.jar"]
CMD ["--help"]
