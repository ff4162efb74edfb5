/*
 * Stands in for NVIDIA's data centre GPU manager, which the server's core imports for its GPU metrics. Those are switched
 * off here; every call says "not supported".
 */
#define REFUSE(name) int name(void) { return -6; }

REFUSE(dcgmConnect)
REFUSE(dcgmDisconnect)
REFUSE(dcgmFieldGroupCreate)
REFUSE(dcgmGetAllDevices)
REFUSE(dcgmGetDeviceAttributes)
REFUSE(dcgmGetLatestValuesForFields)
REFUSE(dcgmGroupCreate)
REFUSE(dcgmGroupDestroy)
REFUSE(dcgmInit)
REFUSE(dcgmShutdown)
REFUSE(dcgmStartEmbedded)
REFUSE(dcgmStopEmbedded)
REFUSE(dcgmUpdateAllFields)
REFUSE(dcgmWatchFields)

const char *errorString(int error) {
  (void)error;
  return "not supported by the stand-in for DCGM";
}
