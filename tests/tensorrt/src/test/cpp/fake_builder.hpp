// Builder, configuration and what belongs to them. A build goes through phases on threads of its own, and writes an engine file that
// the fake engine reads back.
#pragma once

#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "fake_network.hpp"

class HostMemory : public VHostMemory, public IHostMemory {
public:
    explicit HostMemory(std::string bytes) : bytes_(std::move(bytes)) { IHostMemory::impl = this; }
    ~HostMemory() override { record("delete host memory"); }
    void* data() override { return bytes_.data(); }
    size_t size() override { return bytes_.size(); }

private:
    std::string bytes_;
};

class TimingCache : public VTimingCache, public ITimingCache {
public:
    explicit TimingCache(std::string bytes) : bytes_(std::move(bytes)) { ITimingCache::impl = this; }
    ~TimingCache() override { record("delete timing cache"); }
    IHostMemory* serialize() override { return new HostMemory(bytes_ + "+measured"); }

private:
    std::string bytes_;
};

class Profile : public VOptimizationProfile, public IOptimizationProfile {
public:
    Profile() { IOptimizationProfile::impl = this; }
    bool setDimensions(const char* input, int32_t selector, const Dims& dims) override {
        record("profile.setDimensions " + std::string(input) + " " + std::to_string(selector) + " " + text(dims));
        shapes_[input].resize(3);
        shapes_[input].at(selector) = text(dims);
        return wish("profile") == "ok";
    }
    bool isValid() override { return true; }
    std::string line() const {
        std::string lines;
        for (const auto& [input, shapes] : shapes_) {
            lines += "profile " + input;
            for (const auto& shape : shapes) lines += " " + shape;
            lines += "\n";
        }
        return lines;
    }

private:
    std::map<std::string, std::vector<std::string>> shapes_;
};

class Config : public VBuilderConfig, public IBuilderConfig {
public:
    Config() { IBuilderConfig::impl = this; }
    ~Config() override { record("delete config"); }
    int32_t addOptimizationProfile(const IOptimizationProfile* profile) override {
        profiles.push_back(profile);
        return static_cast<int32_t>(profiles.size()) - 1;
    }
    ITimingCache* createTimingCache(const void* blob, size_t size) override {
        record("config.createTimingCache " + std::to_string(size) + " bytes" + (blob == nullptr ? "" : " given"));
        if (wish("cache") == "unreadable" && size > 0) return nullptr;
        return new TimingCache(std::string(static_cast<const char*>(blob), size));
    }
    bool setTimingCache(const ITimingCache& cache, bool ignoreMismatch) override {
        record(std::string("config.setTimingCache ") + (ignoreMismatch ? "any" : "matching"));
        bool refused = wish("cache") == "other device" && !refusedOnce_;
        refusedOnce_ = true;
        return !refused && cache.impl != nullptr;
    }
    void setMemoryPoolLimit(int32_t pool, size_t size) override {
        record("config.setMemoryPoolLimit " + std::to_string(pool) + " " + std::to_string(size));
    }
    void setBuilderOptimizationLevel(int32_t level) override {
        record("config.setBuilderOptimizationLevel " + std::to_string(level));
    }
    TEN(void setMaxAuxStreams(int32_t count) override { record("config.setMaxAuxStreams " + std::to_string(count)); })
    ELEVEN(bool setMaxAuxStreams(int32_t count) override {
        record("config.setMaxAuxStreams " + std::to_string(count));
        return true;
    })
    void setProgressMonitor(IProgressMonitor* given) override { monitor = given; }

    std::vector<const IOptimizationProfile*> profiles;
    IProgressMonitor* monitor = nullptr;

private:
    bool refusedOnce_ = false;
};

// Without a plugin; the parser looks here for operators it does not know.
class NoPlugins : public IPluginRegistry {
public:
    void* getCreator(const char* name, const char*, const char*) override {
        record("registry.getCreator " + std::string(name));
        return nullptr;
    }
    void* const* getAllCreatorsRecursive(int32_t* count) override {
        *count = 0;
        return nullptr;
    }
};

std::string info(const Versioned& object);
std::string engineHeader();

class Builder : public VBuilder, public IBuilder {
public:
    explicit Builder(ILogger* logger) : logger_(logger) { IBuilder::impl = this; }
    ~Builder() override {
        if (recorder_ != nullptr) recorder_->decRefCount();
        record("delete builder");
    }
    IBuilderConfig* createBuilderConfig() override { return new Config(); }
    INetworkDefinition* createNetworkV2(uint32_t flags) override {
        record("builder.createNetworkV2 " + std::to_string(flags));
        return new Network(*this);
    }
    IOptimizationProfile* createOptimizationProfile() override {
        profiles_.push_back(std::make_unique<Profile>());
        return profiles_.back().get();
    }
    void setErrorRecorder(IErrorRecorder* recorder) override {
        recorder_ = recorder;
        recorder->incRefCount();
        record("builder.setErrorRecorder " + info(*recorder));
    }
    IPluginRegistry* getPluginRegistry() override { return &plugins_; }
    ILogger* getLogger() override { return wish("logger") == "ok" ? logger_ : nullptr; }

    bool buildSerializedNetworkToStream(INetworkDefinition& network, IBuilderConfig& config, IStreamWriter& writer) override {
        auto& settings = static_cast<Config&>(*config.impl);
        record("build of " + std::to_string(network.impl->getNbInputs()) + " inputs, " + info(*settings.monitor) + ", "
               + info(writer));
        bool built = false;
        std::thread worker([&] { built = phases(*settings.monitor) && write(settings, writer); });
        worker.join();
        return built;
    }

private:
    bool phases(IProgressMonitor& monitor) {
        logger_->log(2, "a warning while building");
        logger_->log(4, "a verbose line");
        if (wish("build") == "fail") {
            recorder_->reportError(10, "Could not find any implementation for node conv_in");
            return false;
        }
        bool goOn = true;
        monitor.phaseStart("Building Engine", nullptr, 2);
        for (int32_t step = 0; goOn && step < 2; ++step) {
            monitor.phaseStart("Timing Graph Nodes", "Building Engine", 2);
            std::thread nested([&] {
                for (int32_t i = 0; goOn && i < 2; ++i) goOn = monitor.stepComplete("Timing Graph Nodes", i);
                // A build that is to be interrupted repeats its last step until it is.
                while (goOn && wish("build") == "endless") {
                    std::this_thread::sleep_for(std::chrono::milliseconds(5));
                    goOn = monitor.stepComplete("Timing Graph Nodes", 1);
                }
            });
            nested.join();
            monitor.phaseFinish("Timing Graph Nodes");
            goOn = goOn && monitor.stepComplete("Building Engine", step);
        }
        monitor.phaseFinish("Building Engine");
        record(goOn ? "built" : "cancelled");
        return goOn;
    }

    bool write(const Config& config, IStreamWriter& writer) {
        std::string lines = engineHeader();
        for (const auto* profile : config.profiles) lines += static_cast<const Profile*>(profile->impl)->line();
        for (size_t done = 0; done < lines.size(); done += 32) {
            int64_t bytes = static_cast<int64_t>(std::min<size_t>(32, lines.size() - done));
            if (writer.write(lines.data() + done, bytes) != bytes) {
                recorder_->reportError(7, "a write fell short");
                return false;
            }
        }
        return true;
    }

    NoPlugins plugins_;
    ILogger* logger_;
    IErrorRecorder* recorder_ = nullptr;
    std::vector<std::unique_ptr<Profile>> profiles_;
};
