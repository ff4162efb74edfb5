// Networks as the real ONNX parser fills them, as far as a graph of activations goes.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "layout.hpp"
#include "record.hpp"

class Tensor : public VTensor, public ITensor {
public:
    Tensor(std::string name, int32_t type, Dims dims, bool input)
        : name_(std::move(name)), type_(type), dims_(dims), input_(input) {
        ITensor::impl = this;
    }
    void setName(const char* name) override { name_ = name; }
    const char* getName() override { return name_.c_str(); }
    Dims getDimensions() override { return dims_; }
    void setTheType(int32_t type) { type_ = type; }
    TEN(void setType(int32_t type) override { type_ = type; })
    int32_t getType() override { return type_; }
    bool isNetworkInput() override { return input_; }
    void setDimensionName(int32_t, const char*) override {}

private:
    std::string name_;
    int32_t type_;
    Dims dims_;
    bool input_;
};

class Layer : public VLayer, public ILayer {
public:
    Layer(ITensor& input, int32_t type) : type_(type), output_("", 0, input.impl->getDimensions(), false) {
        ILayer::impl = this;
        output_.setTheType(input.impl->getType());
    }
    int32_t getType() override { return type_; }
    void setName(const char*) override {}
    ITensor* getOutput(int32_t) override { return &output_; }
    void setMetadata(const char*) override {}

private:
    int32_t type_;
    Tensor output_;
};

class Network : public VNetworkDefinition, public INetworkDefinition {
public:
    explicit Network(IBuilder& builder) : builder_(builder) { INetworkDefinition::impl = this; }
    ~Network() override { record("delete network"); }
    IBuilder& getBuilder() const override { return builder_; }
    ITensor* addInput(const char* name, int32_t type, const Dims& dims) override {
        record("network.addInput " + std::string(name) + " type " + std::to_string(type) + " " + text(dims));
        inputs_.push_back(std::make_unique<Tensor>(name, type, dims, true));
        return inputs_.back().get();
    }
    void markOutput(ITensor& tensor) override {
        record("network.markOutput " + std::string(tensor.impl->getName()));
        ++outputs_;
    }
    int32_t getNbOutputs() override { return outputs_; }
    ILayer* addActivation(ITensor& input, int32_t type) override {
        record("network.addActivation " + std::to_string(type));
        layers_.push_back(std::make_unique<Layer>(input, 0));
        return layers_.back().get();
    }
    int32_t getNbLayers() override { return static_cast<int32_t>(layers_.size()); }
    int32_t getNbInputs() override { return static_cast<int32_t>(inputs_.size()); }
    ITensor* getInput(int32_t index) override { return inputs_.at(index).get(); }
    void setErrorRecorder(IErrorRecorder* recorder) override { recorder_ = recorder; }
    IErrorRecorder* getErrorRecorder() override { return recorder_; }

private:
    IBuilder& builder_;
    std::vector<std::unique_ptr<Tensor>> inputs_;
    std::vector<std::unique_ptr<Layer>> layers_;
    int32_t outputs_ = 0;
    IErrorRecorder* recorder_ = nullptr;
};
