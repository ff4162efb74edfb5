# The no-GPU stand-in for Triton. Build from the repository's root after `mvn -DskipTests clean package`:
#   docker build -f deploy/docker/embedded-server.Dockerfile -t localhost/diffract/embedded-server .
FROM eclipse-temurin:25-jre
COPY embedded-server/target/lib /opt/diffract/lib
COPY embedded-server/target/diffract-embedded-server.jar /opt/diffract/
COPY embedded-server/target/diffract-embedded-server.cdx.json /opt/diffract/
USER 10001
EXPOSE 8000 8001 8002
# Nothing may run on without memory: whoever started it starts it again.
ENTRYPOINT ["java", "-XX:+ExitOnOutOfMemoryError", "-jar", "/opt/diffract/diffract-embedded-server.jar", "--bind", "0.0.0.0"]
CMD ["--model-repository", "/repository"]
