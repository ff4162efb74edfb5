# The frontend on a JVM. Build from the repository's root after `mvn -DskipTests clean package`:
#   docker build -f deploy/docker/frontend.Dockerfile -t localhost/diffract/frontend .
FROM eclipse-temurin:25-jre
# Quarkus' layers, the ones that change least first.
COPY quarkus-frontend/app/target/quarkus-app/lib /opt/diffract/lib
COPY quarkus-frontend/app/target/quarkus-app/quarkus /opt/diffract/quarkus
COPY quarkus-frontend/app/target/quarkus-app/app /opt/diffract/app
COPY quarkus-frontend/app/target/quarkus-app/quarkus-run.jar /opt/diffract/
COPY quarkus-frontend/app/target/diffract-frontend.cdx.json /opt/diffract/
USER 10001
EXPOSE 8080 8090
# Inside a container, loopback is nobody's but its own: who reaches these ports is decided where they are published.
ENV QUARKUS_HTTP_HOST=0.0.0.0 QUARKUS_MANAGEMENT_HOST=0.0.0.0
# Nothing may run on without memory: whoever started it starts it again.
ENTRYPOINT ["java", "-XX:+ExitOnOutOfMemoryError", "-jar", "/opt/diffract/quarkus-run.jar"]
