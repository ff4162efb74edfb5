// TensorRT's types as its callers see them: structures, the interfaces that callers implement, and the two-word objects that
// are handed out.
#pragma once

#include <cstdint>

struct Dims {
    int32_t nbDims;
    int64_t d[8];
};

struct InterfaceInfo {
    const char* kind;
    int32_t major;
    int32_t minor;
};

struct Versioned {
    virtual int32_t getAPILanguage() const = 0;
    virtual InterfaceInfo getInterfaceInfo() const = 0;
    virtual ~Versioned() = default;
};

#if MAJOR == 10
struct ILogger {
    virtual void log(int32_t severity, const char* message) noexcept = 0;
    virtual ~ILogger() = default;
};
#else
struct ILogger : Versioned {
    virtual void log(int32_t severity, const char* message) noexcept = 0;
};
#endif

struct IProgressMonitor : Versioned {
    virtual void phaseStart(const char* phase, const char* parent, int32_t steps) noexcept = 0;
    virtual bool stepComplete(const char* phase, int32_t step) noexcept = 0;
    virtual void phaseFinish(const char* phase) noexcept = 0;
};

struct IErrorRecorder : Versioned {
    virtual int32_t getNbErrors() const noexcept = 0;
    virtual int32_t getErrorCode(int32_t index) const noexcept = 0;
    virtual const char* getErrorDesc(int32_t index) const noexcept = 0;
    virtual bool hasOverflowed() const noexcept = 0;
    virtual void clear() noexcept = 0;
    virtual bool reportError(int32_t code, const char* description) noexcept = 0;
    virtual int32_t incRefCount() noexcept = 0;
    virtual int32_t decRefCount() noexcept = 0;
};

struct IStreamWriter : Versioned {
    virtual int64_t write(const void* data, int64_t bytes) = 0;
};

// What is handed out: a table with the destructors, and the implementation, whose table has the methods.
template <typename Implementation>
struct Outer {
    virtual ~Outer() = default;
    Implementation* impl = nullptr;
};

struct IPluginRegistry;

struct VBuilder;
struct VTensor;
struct VLayer;
struct VBuilderConfig;
struct VOptimizationProfile;
struct VHostMemory;
struct VTimingCache;
struct VRuntime;
struct VCudaEngine;
struct VExecutionContext;
struct VNetworkDefinition;

struct IBuilder : Outer<VBuilder> {};
struct ITensor : Outer<VTensor> {};
struct ILayer : Outer<VLayer> {
    void* specific = nullptr;
};
struct IBuilderConfig : Outer<VBuilderConfig> {};
struct IOptimizationProfile : Outer<VOptimizationProfile> {};
struct IHostMemory : Outer<VHostMemory> {};
struct ITimingCache : Outer<VTimingCache> {};
struct IRuntime : Outer<VRuntime> {};
struct ICudaEngine : Outer<VCudaEngine> {};
struct IExecutionContext : Outer<VExecutionContext> {};

struct INetworkDefinition {
    virtual ~INetworkDefinition() = default;
    virtual IBuilder& getBuilder() const = 0;
    VNetworkDefinition* impl = nullptr;
};
