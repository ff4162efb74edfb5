// The virtual tables of TensorRT's implementation classes, laid out by the C++ compiler: every method in its order, for the
// major that MAJOR names. Methods that nobody here calls are only there to take their place.
#pragma once

#include <cstddef>
#include <cstdint>

#include "interfaces.hpp"

#if MAJOR == 10
#define TEN(declarations) declarations
#define ELEVEN(declarations)
#else
#define TEN(declarations)
#define ELEVEN(declarations) declarations
#endif

// Says that a slot was called which should not have been, and ends the process.
[[noreturn]] void unexpected(const char* method);

#define UNUSED(method) \
    virtual void method() { unexpected(#method); }

struct VBuilder {
    virtual ~VBuilder() = default;
    TEN(UNUSED(platformHasFastFp16)) TEN(UNUSED(platformHasFastInt8)) UNUSED(getMaxDLABatchSize) UNUSED(getNbDLACores)
    UNUSED(setGpuAllocator)
    virtual IBuilderConfig* createBuilderConfig() = 0;
    virtual INetworkDefinition* createNetworkV2(uint32_t flags) = 0;
    virtual IOptimizationProfile* createOptimizationProfile() = 0;
    virtual void setErrorRecorder(IErrorRecorder* recorder) = 0;
    UNUSED(getErrorRecorder) UNUSED(reset) TEN(UNUSED(platformHasTf32)) UNUSED(buildSerializedNetwork)
    UNUSED(isNetworkSupported)
    virtual ILogger* getLogger() = 0;
    UNUSED(setMaxThreads) UNUSED(getMaxThreads)
    virtual IPluginRegistry* getPluginRegistry() = 0;
    UNUSED(buildEngineWithConfig)
    virtual bool buildSerializedNetworkToStream(INetworkDefinition& network, IBuilderConfig& config, IStreamWriter& writer) = 0;
    UNUSED(buildSerializedNetworkWithKernelText)
};

struct VNetworkDefinition {
    virtual ~VNetworkDefinition() = default;
    virtual ITensor* addInput(const char* name, int32_t type, const Dims& dims) = 0;
    virtual void markOutput(ITensor& tensor) = 0;
    virtual ILayer* addActivation(ITensor& input, int32_t type) = 0;
    UNUSED(addLRN) UNUSED(addScale) UNUSED(addSoftMax) UNUSED(addConcatenation) UNUSED(addElementWise)
    UNUSED(addUnary) UNUSED(addShuffle)
    virtual int32_t getNbLayers() = 0;
    UNUSED(getLayer)
    virtual int32_t getNbInputs() = 0;
    virtual ITensor* getInput(int32_t index) = 0;
    virtual int32_t getNbOutputs() = 0;
    UNUSED(getOutput) UNUSED(addReduce) UNUSED(addTopK) UNUSED(addGather)
    UNUSED(addRaggedSoftMax) UNUSED(addMatrixMultiply) UNUSED(addConstant) UNUSED(addIdentity) UNUSED(removeTensor)
    UNUSED(unmarkOutput) UNUSED(addPluginV2) UNUSED(addPluginV3) UNUSED(addSlice) UNUSED(setName) UNUSED(getName)
    UNUSED(addShape) UNUSED(hasImplicitBatchDimension) UNUSED(markOutputForShapes) UNUSED(unmarkOutputForShapes)
    UNUSED(addParametricReLU) UNUSED(addConvolutionNd) UNUSED(addPoolingNd) UNUSED(addDeconvolutionNd)
    UNUSED(addScaleNd) UNUSED(addResize) UNUSED(addLoop) UNUSED(addSelect) TEN(UNUSED(addFill)) UNUSED(addPaddingNd)
    UNUSED(setWeightsName)
    virtual void setErrorRecorder(IErrorRecorder* recorder) = 0;
    virtual IErrorRecorder* getErrorRecorder() = 0;
    TEN(UNUSED(addDequantize)) TEN(UNUSED(addQuantize)) UNUSED(addGatherV2) UNUSED(addIfConditional)
    UNUSED(addScatter) UNUSED(addEinsum) UNUSED(addAssertion) UNUSED(addOneHot) UNUSED(addNonZero)
    UNUSED(addGridSample) UNUSED(addNMS) UNUSED(addReverseSequence) UNUSED(addNormalization) UNUSED(addCast)
    UNUSED(getBuilder) UNUSED(getFlags) UNUSED(getFlag) UNUSED(addQuantizeV2) UNUSED(addDequantizeV2)
    UNUSED(addFillV2) UNUSED(markDebug) UNUSED(unmarkDebug) UNUSED(isDebugTensor) UNUSED(markWeightsRefittable)
    UNUSED(unmarkWeightsRefittable) UNUSED(areWeightsMarkedRefittable) UNUSED(addSqueeze) UNUSED(addUnsqueeze)
    UNUSED(addDynamicQuantize) UNUSED(addCumulative) UNUSED(markUnfusedTensorsAsDebugTensors)
    UNUSED(unmarkUnfusedTensorsAsDebugTensors) UNUSED(addTopKV2) UNUSED(addNonZeroV2) UNUSED(addNMSV2)
    UNUSED(addAttention) UNUSED(addRotaryEmbedding) UNUSED(addDynamicQuantizeV2) UNUSED(addKVCacheUpdate)
    UNUSED(addNormalizationV2) ELEVEN(UNUSED(addMoE)) ELEVEN(UNUSED(addDistCollective)) ELEVEN(UNUSED(addAttentionV2))
};

struct VTensor {
    virtual ~VTensor() = default;
    virtual void setName(const char* name) = 0;
    virtual const char* getName() = 0;
    UNUSED(setDimensions)
    virtual Dims getDimensions() = 0;
    TEN(virtual void setType(int32_t type) = 0;)
    virtual int32_t getType() = 0;
    TEN(UNUSED(setDynamicRange))
    virtual bool isNetworkInput() = 0;
    UNUSED(isNetworkOutput) UNUSED(setBroadcastAcrossBatch) UNUSED(getBroadcastAcrossBatch) UNUSED(getLocation)
    UNUSED(setLocation) TEN(UNUSED(dynamicRangeIsSet)) TEN(UNUSED(resetDynamicRange)) TEN(UNUSED(getDynamicRangeMin))
    TEN(UNUSED(getDynamicRangeMax)) UNUSED(setAllowedFormats) UNUSED(getAllowedFormats) UNUSED(isShapeTensor)
    UNUSED(isExecutionTensor)
    virtual void setDimensionName(int32_t index, const char* name) = 0;
    UNUSED(getDimensionName)
};

struct VLayer {
    virtual ~VLayer() = default;
    virtual int32_t getType() = 0;
    virtual void setName(const char* name) = 0;
    UNUSED(getName) UNUSED(getNbInputs) UNUSED(getInput) UNUSED(getNbOutputs)
    virtual ITensor* getOutput(int32_t index) = 0;
    UNUSED(setInput) TEN(UNUSED(setPrecision)) TEN(UNUSED(getPrecision)) TEN(UNUSED(precisionIsSet))
    TEN(UNUSED(resetPrecision)) TEN(UNUSED(setOutputType)) UNUSED(getOutputType) TEN(UNUSED(outputTypeIsSet))
    TEN(UNUSED(resetOutputType))
    virtual void setMetadata(const char* text) = 0;
    UNUSED(getMetadata) ELEVEN(UNUSED(setNbRanks)) ELEVEN(UNUSED(getNbRanks))
};

struct VBuilderConfig {
    virtual ~VBuilderConfig() = default;
    UNUSED(setAvgTimingIterations) UNUSED(getAvgTimingIterations) UNUSED(setEngineCapability)
    UNUSED(getEngineCapability) TEN(UNUSED(setInt8Calibrator)) TEN(UNUSED(getInt8Calibrator)) UNUSED(setFlags)
    UNUSED(getFlags) UNUSED(clearFlag) UNUSED(setFlag) UNUSED(getFlag) UNUSED(setDeviceType) UNUSED(getDeviceType)
    UNUSED(isDeviceTypeSet) UNUSED(resetDeviceType) UNUSED(canRunOnDLA) UNUSED(setDLACore) UNUSED(getDLACore)
    UNUSED(setDefaultDeviceType) UNUSED(getDefaultDeviceType) UNUSED(reset) UNUSED(setProfileStream)
    UNUSED(getProfileStream)
    virtual int32_t addOptimizationProfile(const IOptimizationProfile* profile) = 0;
    UNUSED(getNbOptimizationProfiles) UNUSED(setProfilingVerbosity) UNUSED(getProfilingVerbosity)
    TEN(UNUSED(setAlgorithmSelector)) TEN(UNUSED(getAlgorithmSelector)) TEN(UNUSED(setCalibrationProfile))
    TEN(UNUSED(getCalibrationProfile)) TEN(UNUSED(setQuantizationFlags)) TEN(UNUSED(getQuantizationFlags))
    TEN(UNUSED(clearQuantizationFlag)) TEN(UNUSED(setQuantizationFlag)) TEN(UNUSED(getQuantizationFlag))
    UNUSED(setTacticSources) UNUSED(getTacticSources)
    virtual ITimingCache* createTimingCache(const void* blob, size_t size) = 0;
    virtual bool setTimingCache(const ITimingCache& cache, bool ignoreMismatch) = 0;
    UNUSED(getTimingCache)
    virtual void setMemoryPoolLimit(int32_t pool, size_t size) = 0;
    UNUSED(getMemoryPoolLimit)
    UNUSED(setPreviewFeature) UNUSED(getPreviewFeature)
    virtual void setBuilderOptimizationLevel(int32_t level) = 0;
    UNUSED(getBuilderOptimizationLevel)
    UNUSED(setHardwareCompatibilityLevel) UNUSED(getHardwareCompatibilityLevel) UNUSED(setPluginsToSerialize)
    UNUSED(getPluginToSerialize) UNUSED(getNbPluginsToSerialize)
    TEN(virtual void setMaxAuxStreams(int32_t count) = 0;)
    ELEVEN(virtual bool setMaxAuxStreams(int32_t count) = 0;)
    UNUSED(getMaxAuxStreams)
    virtual void setProgressMonitor(IProgressMonitor* monitor) = 0;
    UNUSED(getProgressMonitor) UNUSED(setRuntimePlatform) UNUSED(getRuntimePlatform) UNUSED(setMaxNbTactics)
    UNUSED(getMaxNbTactics) UNUSED(setTilingOptimizationLevel) UNUSED(getTilingOptimizationLevel)
    UNUSED(setL2LimitForTiling) UNUSED(getL2LimitForTiling) UNUSED(setRemoteAutoTuningConfig)
    UNUSED(getRemoteAutoTuningConfig) ELEVEN(UNUSED(setBuildRoute)) ELEVEN(UNUSED(getBuildRoute))
    ELEVEN(UNUSED(getAllBuildRoutes))
};

struct VOptimizationProfile {
    virtual ~VOptimizationProfile() = default;
    virtual bool setDimensions(const char* input, int32_t selector, const Dims& dims) = 0;
    UNUSED(getDimensions) TEN(UNUSED(setShapeValues)) UNUSED(getNbShapeValues) TEN(UNUSED(getShapeValues))
    UNUSED(setExtraMemoryTarget) UNUSED(getExtraMemoryTarget)
    virtual bool isValid() = 0;
    UNUSED(setShapeValuesV2) UNUSED(getShapeValuesV2)
};

struct VHostMemory {
    virtual ~VHostMemory() = default;
    virtual void* data() = 0;
    virtual size_t size() = 0;
    UNUSED(type)
};

struct VTimingCache {
    virtual ~VTimingCache() = default;
    virtual IHostMemory* serialize() = 0;
    UNUSED(combine) UNUSED(reset) UNUSED(queryKeys) UNUSED(query) UNUSED(update)
};

struct VRuntime {
    virtual ~VRuntime() = default;
    UNUSED(getPImpl)
    virtual ICudaEngine* deserializeCudaEngine(const void* blob, size_t size) = 0;
    TEN(UNUSED(deserializeCudaEngine_IStreamReader)) UNUSED(setDLACore) UNUSED(getDLACore) UNUSED(getNbDLACores)
    UNUSED(setGpuAllocator)
    virtual void setErrorRecorder(IErrorRecorder* recorder) = 0;
    UNUSED(getErrorRecorder) UNUSED(getLogger) UNUSED(setMaxThreads) UNUSED(getMaxThreads)
    UNUSED(setTemporaryDirectory) UNUSED(getTemporaryDirectory) UNUSED(setTempfileControlFlags)
    UNUSED(getTempfileControlFlags) UNUSED(getPluginRegistry) UNUSED(setPluginRegistryParent) UNUSED(loadRuntime)
    UNUSED(setEngineHostCodeAllowed) UNUSED(getEngineHostCodeAllowed) UNUSED(deserializeCudaEngineV2)
};

struct VCudaEngine {
    virtual ~VCudaEngine() = default;
    UNUSED(getPImpl) UNUSED(getNbLayers) UNUSED(serialize)
    virtual IExecutionContext* createExecutionContext(int32_t strategy) = 0;
    TEN(UNUSED(createExecutionContextWithoutDeviceMemory)) TEN(UNUSED(getDeviceMemorySize)) UNUSED(isRefittable)
    UNUSED(getName)
    virtual int32_t getNbOptimizationProfiles() = 0;
    TEN(UNUSED(getProfileTensorValues)) UNUSED(getEngineCapability) UNUSED(setErrorRecorder) UNUSED(getErrorRecorder)
    TEN(UNUSED(hasImplicitBatchDimension)) UNUSED(getTacticSources) UNUSED(getProfilingVerbosity)
    UNUSED(createEngineInspector)
    virtual Dims getTensorShape(const char* name) = 0;
    virtual int32_t getTensorDataType(const char* name) = 0;
    virtual int32_t getTensorLocation(const char* name) = 0;
    UNUSED(isShapeInferenceIO)
    virtual int32_t getTensorIOMode(const char* name) = 0;
    UNUSED(getTensorBytesPerComponent) UNUSED(getTensorComponentsPerElement) UNUSED(getTensorFormat)
    UNUSED(getTensorFormatDesc) UNUSED(getTensorVectorizedDim)
    UNUSED(getProfileShape)
    virtual int32_t getNbIOTensors() = 0;
    virtual const char* getIOTensorName(int32_t index) = 0;
    UNUSED(getHardwareCompatibilityLevel) UNUSED(getNbAuxStreams) UNUSED(getTensorBytesPerComponentV2)
    UNUSED(getTensorComponentsPerElementV2) UNUSED(getTensorFormatV2) UNUSED(getTensorFormatDescV2)
    UNUSED(getTensorVectorizedDimV2) UNUSED(createSerializationConfig) UNUSED(serializeWithConfig)
    TEN(UNUSED(getDeviceMemorySizeForProfile)) UNUSED(createRefitter) TEN(UNUSED(setWeightStreamingBudget))
    TEN(UNUSED(getWeightStreamingBudget)) TEN(UNUSED(getMinimumWeightStreamingBudget))
    UNUSED(getStreamableWeightsSize) UNUSED(isDebugTensor) UNUSED(setWeightStreamingBudgetV2)
    UNUSED(getWeightStreamingBudgetV2) UNUSED(getWeightStreamingAutomaticBudget)
    UNUSED(getWeightStreamingScratchMemorySize)
    virtual int64_t getDeviceMemorySizeV2() = 0;
    virtual int64_t getDeviceMemorySizeForProfileV2(int32_t profile) = 0;
    UNUSED(getProfileTensorValuesV2) UNUSED(createExecutionContextWithRuntimeConfig) UNUSED(createRuntimeConfig)
    UNUSED(getEngineStat) UNUSED(getAliasedInputTensor)
};

struct VExecutionContext {
    virtual ~VExecutionContext() = default;
    UNUSED(getPImpl) UNUSED(setDebugSync) UNUSED(getDebugSync) UNUSED(setProfiler) UNUSED(getProfiler)
    UNUSED(getEngine) UNUSED(setName) UNUSED(getName) UNUSED(setDeviceMemory) UNUSED(getOptimizationProfile)
    UNUSED(allInputDimensionsSpecified) TEN(UNUSED(allInputShapesSpecified)) UNUSED(setErrorRecorder)
    UNUSED(getErrorRecorder) UNUSED(executeV2)
    virtual bool setOptimizationProfileAsync(int32_t profile, void* stream) = 0;
    UNUSED(setEnqueueEmitsProfile) UNUSED(getEnqueueEmitsProfile) UNUSED(reportToProfiler)
    virtual bool setInputShape(const char* name, const Dims& dims) = 0;
    virtual Dims getTensorShape(const char* name) = 0;
    UNUSED(getTensorStrides)
    virtual bool setTensorAddress(const char* name, void* address) = 0;
    UNUSED(getTensorAddress) UNUSED(setInputTensorAddress) UNUSED(setOutputTensorAddress) UNUSED(inferShapes)
    UNUSED(setInputConsumedEvent) UNUSED(getInputConsumedEvent) UNUSED(getOutputTensorAddress)
    UNUSED(setOutputAllocator) UNUSED(getOutputAllocator) UNUSED(getMaxOutputSize)
    UNUSED(setTemporaryStorageAllocator) UNUSED(getTemporaryStorageAllocator)
    virtual bool enqueueV3(void* stream) = 0;
    UNUSED(setPersistentCacheLimit) UNUSED(getPersistentCacheLimit) UNUSED(setNvtxVerbosity) UNUSED(getNvtxVerbosity)
    UNUSED(setAuxStreams) UNUSED(setDebugListener) UNUSED(getDebugListener) UNUSED(setTensorDebugState)
    UNUSED(getDebugState) UNUSED(setAllTensorsDebugState) UNUSED(updateDeviceMemorySizeForShapes)
    UNUSED(setDeviceMemoryV2) UNUSED(getRuntimeConfig) UNUSED(setUnfusedTensorsDebugState)
    UNUSED(getUnfusedTensorsDebugState) ELEVEN(UNUSED(setCommunicator))
};

// A plain interface: its destructors stand where they were declared.
struct IPluginRegistry {
    TEN(UNUSED(registerCreator_IPluginCreator) UNUSED(getPluginCreatorList) UNUSED(getPluginCreator))
    virtual ~IPluginRegistry() = default;
    UNUSED(setErrorRecorder) UNUSED(getErrorRecorder)
    TEN(UNUSED(deregisterCreator_IPluginCreator))
    UNUSED(isParentSearchEnabled) UNUSED(setParentSearchEnabled) UNUSED(loadLibrary) UNUSED(deregisterLibrary)
    UNUSED(registerCreator_IPluginCreatorInterface) UNUSED(getAllCreators)
    virtual void* getCreator(const char* name, const char* version, const char* space) = 0;
    UNUSED(deregisterCreator_IPluginCreatorInterface) UNUSED(acquirePluginResource) UNUSED(releasePluginResource)
    virtual void* const* getAllCreatorsRecursive(int32_t* count) = 0;
};
