#!/usr/bin/env bash
# Cuts GPUs by MIG as a plan says. Written by 'diffract plan render'. For root, on the GPUs' machine:
#
#   mig.sh             creates what is missing; refuses if something else is there
#   mig.sh --replace   destroys what is not planned first
#   mig.sh --check     changes nothing and says whether everything is as planned
#
# It can be run again at any time, and has to be after a reboot: instances do not outlive one.
set -euo pipefail

fail() {
  echo "mig.sh: $*" >&2
  exit 1
}

mode=create
case ${1-} in
  '') ;;
  --replace) mode=replace ;;
  --check) mode=check ;;
  *)
    echo "mig.sh: unknown argument '$1': expected --replace, --check or nothing" >&2
    exit 2
    ;;
esac
command -v nvidia-smi > /dev/null || fail "nvidia-smi is not here: run this on the machine with the GPUs"

# smi WHAT ARGUMENT...: what nvidia-smi prints, or its own words and an end.
smi() {
  local what=$1 text
  shift
  if text=$(nvidia-smi "$@" 2>&1); then
    printf '%s\n' "$text"
    return
  fi
  case $text in
    *"Insufficient Permissions"*) fail "$what: run this as root. nvidia-smi says: $text" ;;
    *"No GPU instances found: Not Found"* | *"No compute instances found: Not Found"*) ;;
    *"In use"*) fail "$what: programs still use it; end them and run this again. nvidia-smi says: $text" ;;
    *"version mismatch"*) fail "$what: the driver was updated since it was loaded: reboot. nvidia-smi says: $text" ;;
    *"GPU is lost"*) fail "$what: the card does not answer any more: reboot. nvidia-smi says: $text" ;;
    *) fail "$what: nvidia-smi $* says: $text" ;;
  esac
}

# instances GPU: a line "profile:start instance" for each. It is called in a substitution, where an error ends nothing by itself.
instances() {
  local text
  text=$(smi "GPU $1" mig -i "$1" -lgi) || return
  awk '$1 == "|" && $3 == "MIG" { split($7, place, ":"); print $5 ":" place[1], $6 }' <<< "$text" | sort
}

# The whole of a GPU instance is the profile whose name does not begin with a number of compute slices, as "1c." does.
ensure_compute_instance() {
  local gpu=$1 instance=$2 text there profile
  text=$(smi "GPU $gpu" mig -i "$gpu" -gi "$instance" -lci)
  there=$(awk '$1 == "|" && $4 == "MIG" { print $5 }' <<< "$text")
  case $there in
    '')
      [ "$mode" != check ] || fail "GPU $gpu: GPU instance $instance has no compute instance"
      text=$(smi "GPU $gpu" mig -i "$gpu" -gi "$instance" -lcip)
      profile=$(awk '$1 == "|" && $4 == "MIG" && $5 !~ /^[0-9]+c\./ { sub(/[*]/, "", $6); whole = $6 } END { print whole }' <<< "$text")
      [ -n "$profile" ] || fail "GPU $gpu: GPU instance $instance offers no compute instance of all its SMs"
      smi "GPU $gpu" mig -i "$gpu" -gi "$instance" -cci "$profile"
      ;;
    [0-9]*c.*)
      fail "GPU $gpu: GPU instance $instance is shared by the compute instances ${there//$'\n'/, }; destroy them first (nvidia-smi mig -i $gpu -gi $instance -dci)"
      ;;
  esac
}

# A number means different profiles on different cards, so the card is asked: id, then "3g" and what follows "gb".
require_profile() {
  local gpu=$1 model=$2 id=$3 name=$4 text offered
  text=$(smi "GPU $gpu" mig -i "$gpu" -lgip)
  offered=$(awk -v id="$id" '$1 == "|" && $3 == "MIG" && $5 == id { print $4 }' <<< "$text")
  [ "${offered%%.*}/${offered#*gb}" = "${name%%.*}/${name#*gb}" ] \
    || fail "GPU $gpu is no $model: its profile $id is ${offered:-missing}, planned is $name"
}

# cut_gpu GPU MODEL id:start:name...
cut_gpu() {
  local gpu=$1 model=$2 slice rest id start name
  shift 2
  local state pending planned='' requests='' there have instance missing='' extra='' ids=''
  state=$(smi "GPU $gpu" -i "$gpu" --query-gpu=mig.mode.current --format=csv,noheader)
  case $state in
    Enabled) ;;
    Disabled)
      pending=$(smi "GPU $gpu" -i "$gpu" --query-gpu=mig.mode.pending --format=csv,noheader)
      [ "$pending" != Enabled ] || fail "GPU $gpu has MIG switched on only after a reset: run 'nvidia-smi -i $gpu --gpu-reset' while no program uses it, or reboot, then this again"
      fail "GPU $gpu has MIG switched off: run 'nvidia-smi -i $gpu -mig 1' while no program uses it, then this again"
      ;;
    *) fail "GPU $gpu has no MIG: planned is $model" ;;
  esac
  for slice in "$@"; do
    id=${slice%%:*} rest=${slice#*:}
    start=${rest%%:*} name=${rest#*:}
    require_profile "$gpu" "$model" "$id" "$name"
    planned+=" $id:$start "
  done
  there=$(instances "$gpu")
  while read -r have instance; do
    if [ -n "$have" ] && [[ $planned != *" $have "* ]]; then
      extra+=" $have"
      ids+=${ids:+,}$instance
    fi
  done <<< "$there"
  if [ -n "$extra" ]; then
    [ "$mode" = replace ] || fail "GPU $gpu has instances that are not planned (profile:start$extra): --replace destroys them"
    smi "GPU $gpu" mig -i "$gpu" -gi "$ids" -dci
    smi "GPU $gpu" mig -i "$gpu" -gi "$ids" -dgi
  fi
  for have in $planned; do
    [[ $'\n'$there == *$'\n'"$have "* ]] || missing+=${missing:+,}$have
  done
  if [ -n "$missing" ]; then
    [ "$mode" != check ] || fail "GPU $gpu lacks instances (profile:start $missing)"
    smi "GPU $gpu" mig -i "$gpu" -cgi "$missing"
  fi
  there=$(instances "$gpu")
  while read -r have instance; do
    [ -z "$have" ] || ensure_compute_instance "$gpu" "$instance"
  done <<< "$there"
  requests=$(awk '{ print $1 }' <<< "$there")
  # shellcheck disable=SC2086 # the planned ones are words
  [ "$requests" = "$(printf '%s\n' $planned | sort)" ] || fail "GPU $gpu is not cut as planned: it has ${requests//$'\n'/ }"
  echo "GPU $gpu is cut as planned:$planned"
}

