package dev.diffract.builder.nvidia.tensorrt.abi;

import com.sun.jna.Callback;
import com.sun.jna.Pointer;

/** The signatures of methods that TensorRT calls on our objects. A C++ bool is a byte. */
interface CallbackShapes {

    interface Destructor extends Callback {
        void invoke(Pointer self);
    }

    interface ApiLanguage extends Callback {
        int invoke(Pointer self);
    }

    interface Info extends Callback {
        InterfaceInfo.ByValue invoke(Pointer self);
    }

    interface Log extends Callback {
        void invoke(Pointer self, int severity, Pointer message);
    }

    interface PhaseStart extends Callback {
        void invoke(Pointer self, Pointer phase, Pointer parent, int steps);
    }

    interface StepComplete extends Callback {
        byte invoke(Pointer self, Pointer phase, int step);
    }

    interface PhaseFinish extends Callback {
        void invoke(Pointer self, Pointer phase);
    }

    interface Write extends Callback {
        long invoke(Pointer self, Pointer data, long bytes);
    }

    interface Count extends Callback {
        int invoke(Pointer self);
    }

    interface CodeAt extends Callback {
        int invoke(Pointer self, int index);
    }

    interface TextAt extends Callback {
        Pointer invoke(Pointer self, int index);
    }

    interface Flag extends Callback {
        byte invoke(Pointer self);
    }

    interface Clear extends Callback {
        void invoke(Pointer self);
    }

    interface Report extends Callback {
        byte invoke(Pointer self, int code, Pointer text);
    }
}
