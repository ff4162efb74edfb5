// Runtime, engine and context. The engine computes max(x, 0) of input "x" into output "y", in what the fake driver calls device
// memory.
#pragma once

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "layout.hpp"
#include "record.hpp"

Dims parse(const std::string& shape);
constexpr size_t HEADER = 28;

class Context : public VExecutionContext, public IExecutionContext {
public:
    explicit Context(IErrorRecorder* recorder) : recorder_(recorder) { IExecutionContext::impl = this; }
    ~Context() override { record("delete context"); }
    bool setOptimizationProfileAsync(int32_t profile, void* stream) override {
        record("context.setOptimizationProfileAsync " + std::to_string(profile) + (stream == nullptr ? "" : " on a stream"));
        return profile == 0 || fail("profile " + std::to_string(profile) + " does not exist");
    }
    bool setInputShape(const char* name, const Dims& dims) override {
        record("context.setInputShape " + std::string(name) + " " + text(dims));
        if (dims.d[0] > 8) return fail("dimension 0 is beyond its maximum of 8");
        shape_ = dims;
        return true;
    }
    Dims getTensorShape(const char* name) override {
        if (std::string(name) == "x" || std::string(name) == "y") return shape_;
        Dims none{};
        none.nbDims = -1;
        return none;
    }
    bool setTensorAddress(const char* name, void* address) override {
        addresses_[name] = static_cast<float*>(address);
        return std::string(name) == "x" || std::string(name) == "y" || fail("no tensor " + std::string(name));
    }
    bool enqueueV3(void* stream) override {
        record(std::string("context.enqueueV3") + (stream == nullptr ? "" : " on a stream"));
        if (addresses_["x"] == nullptr || addresses_["y"] == nullptr) return fail("an address was not set");
        int64_t volume = 1;
        for (int32_t axis = 0; axis < shape_.nbDims; ++axis) volume *= shape_.d[axis];
        for (int64_t i = 0; i < volume; ++i) addresses_["y"][i] = std::max(addresses_["x"][i], 0.0F);
        return true;
    }

private:
    bool fail(const std::string& reason) {
        recorder_->reportError(3, reason.c_str());
        return false;
    }

    IErrorRecorder* recorder_;
    Dims shape_ = parse("-1x4");
    std::map<std::string, float*> addresses_;
};

class Engine : public VCudaEngine, public ICudaEngine {
public:
    Engine(const std::string& file, IErrorRecorder* recorder) : recorder_(recorder) {
        ICudaEngine::impl = this;
        std::istringstream lines(file.substr(HEADER));
        std::string word;
        std::string input;
        std::string shapes[3];
        while (lines >> word >> input >> shapes[0] >> shapes[1] >> shapes[2]) profiles_++;
    }
    ~Engine() override { record("delete engine"); }
    IExecutionContext* createExecutionContext(int32_t strategy) override {
        record("engine.createExecutionContext " + std::to_string(strategy));
        if (wish("context") == "ok") return new Context(recorder_);
        recorder_->reportError(5, "out of memory");
        return nullptr;
    }
    int32_t getNbOptimizationProfiles() override { return profiles_; }
    Dims getTensorShape(const char*) override { return parse("-1x4"); }
    int32_t getTensorDataType(const char* name) override { return std::string(name) == "x" || served() ? 0 : 1; }
    int32_t getTensorLocation(const char* name) override { return std::string(name) == "x" || served() ? 0 : 1; }
    int32_t getTensorIOMode(const char* name) override { return std::string(name) == "x" ? 1 : 2; }
    int32_t getNbIOTensors() override { return 2; }
    const char* getIOTensorName(int32_t index) override { return index == 0 ? "x" : "y"; }
    int64_t getDeviceMemorySizeV2() override { return int64_t{5} << 30; }
    int64_t getDeviceMemorySizeForProfileV2(int32_t profile) override { return (int64_t{4} << 30) + profile; }

private:
    // Output as models that are served have it: in device memory, of the type that is computed.
    static bool served() { return wish("output") == "served"; }

    IErrorRecorder* recorder_;
    int32_t profiles_ = 0;
};

class Runtime : public VRuntime, public IRuntime {
public:
    explicit Runtime(ILogger* logger) : logger_(logger) { IRuntime::impl = this; }
    ~Runtime() override {
        if (recorder_ != nullptr) recorder_->decRefCount();
        record("delete runtime");
    }
    void setErrorRecorder(IErrorRecorder* recorder) override {
        recorder_ = recorder;
        recorder->incRefCount();
    }
    ICudaEngine* deserializeCudaEngine(const void* blob, size_t size) override {
        record("runtime.deserializeCudaEngine " + std::to_string(size) + " bytes");
        std::string refusal = wish("engine");
        if (refusal == "ok") return new Engine(std::string(static_cast<const char*>(blob), size), recorder_);
        logger_->log(1, refusal.c_str());
        return nullptr;
    }

private:
    ILogger* logger_;
    IErrorRecorder* recorder_ = nullptr;
};
