package dev.diffract.builder.build.engine;

/** Looks for the device that this process computes on. */
@FunctionalInterface
public interface DeviceProbe {

    /**
     * @throws NoDeviceException if there is none; the message is a sentence for the person at the machine
     */
    VisibleDevice look();
}
