// Who is using a network: any number of threads on shards of their own, or one thread alone.
#ifndef ELMAN_USAGE_H
#define ELMAN_USAGE_H

#include <atomic>
#include <cstdint>

#include "status.h"

namespace elman {

class Usage {
 public:
  // For as long as it lives, the network is shared and the shard is the caller's.
  class Shard {
   public:
    Shard(Usage& usage, int32_t shard) : usage_(usage), shard_(shard) {
      ELMAN_REQUIRE(shard >= 0 && shard < ELMAN_MAX_SHARDS, "shard must be from 0 to %d but was %d",
                    ELMAN_MAX_SHARDS - 1, shard);
      int32_t users = usage_.users_.load(std::memory_order_relaxed);
      do {
        if (users < 0) fail(ELMAN_BUSY, "the network is in use by another thread");
      } while (!usage_.users_.compare_exchange_weak(users, users + 1, std::memory_order_acquire));
      if (usage_.shards_[shard].exchange(true, std::memory_order_acquire)) {
        usage_.users_.fetch_sub(1, std::memory_order_release);
        fail(ELMAN_BUSY, "shard %d of the network is in use by another thread", shard);
      }
    }
    ~Shard() {
      usage_.shards_[shard_].store(false, std::memory_order_release);
      usage_.users_.fetch_sub(1, std::memory_order_release);
    }
    Shard(const Shard&) = delete;
    Shard& operator=(const Shard&) = delete;

   private:
    Usage& usage_;
    int32_t shard_;
  };

  // For as long as it lives, the network is the caller's alone.
  class Alone {
   public:
    explicit Alone(Usage& usage) : usage_(usage) {
      int32_t nobody = 0;
      if (!usage_.users_.compare_exchange_strong(nobody, -1, std::memory_order_acquire)) {
        fail(ELMAN_BUSY, "the network is in use by another thread");
      }
    }
    ~Alone() { usage_.users_.store(0, std::memory_order_release); }
    Alone(const Alone&) = delete;
    Alone& operator=(const Alone&) = delete;

   private:
    Usage& usage_;
  };

 private:
  std::atomic<int32_t> users_{0};  // -1: one thread alone
  std::atomic<bool> shards_[ELMAN_MAX_SHARDS] = {};
};

}  // namespace elman

#endif
