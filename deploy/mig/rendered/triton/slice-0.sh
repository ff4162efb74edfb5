#!/usr/bin/env bash
# Written by 'diffract plan render' from a plan file. Change the plan and render again.
# The server of slice-0, a 3g.40gb of an H100-80GB. A process sees one MIG device only, so every slice has a server.
set -euo pipefail
# Whoever reaches it may use it: TRITON_ADDRESS=0.0.0.0 opens it to others than this host.
address=${TRITON_ADDRESS:-127.0.0.1}
export CUDA_VISIBLE_DEVICES="${SLICE_0:?set it to the MIG-... of a 3g.40gb as nvidia-smi -L lists it, or render with a lock file}"
exec tritonserver \
  --model-repository=/srv/diffract/sd15/H100-80GB/3g.40gb/current/models \
  --http-port=8000 \
  --grpc-port=8001 \
  --metrics-port=8002 \
  --model-control-mode=none \
  --strict-readiness=true \
  --disable-auto-complete-config \
  --allow-gpu-metrics=false \
  --enable-peer-access=false \
  --pinned-memory-pool-byte-size=67108864 \
  --exit-timeout-secs=30 \
  --http-address="$address" --grpc-address="$address" --metrics-address="$address"
