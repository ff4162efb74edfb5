# The frontend as a native image. Build from the repository's root after
# `mvn -DskipTests -Dnative -pl quarkus-frontend/app -am clean package`:
#   docker build -f deploy/docker/frontend-native.Dockerfile -t localhost/diffract/frontend-native .
FROM quay.io/quarkus/ubi9-quarkus-micro-image:2.0
COPY quarkus-frontend/app/target/*-runner /opt/diffract/frontend
USER 10001
EXPOSE 8080 8090
# Inside a container, loopback is nobody's but its own: who reaches these ports is decided where they are published.
ENV QUARKUS_HTTP_HOST=0.0.0.0 QUARKUS_MANAGEMENT_HOST=0.0.0.0
# Nothing may run on without memory: whoever started it starts it again. Native executables read this option as Java does.
ENTRYPOINT ["/opt/diffract/frontend", "-XX:+ExitOnOutOfMemoryError"]
