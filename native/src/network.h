// A network: parameters, gradients, optimizer state and a workspace per shard, and the training step over them.
#ifndef ELMAN_NETWORK_H
#define ELMAN_NETWORK_H

#include <cstdint>
#include <memory>

#include "clipping.h"
#include "data.h"
#include "elman/elman.h"
#include "layer_rules.h"
#include "loading.h"
#include "loss.h"
#include "optimizer.h"
#include "stack.h"
#include "streams.h"
#include "usage.h"
#include "workspace.h"

// What the boundary knows of a network: the functions of elman.h, of either element type. Each checks its arguments,
// takes the network for itself or shares it, and throws what is wrong.
struct elman_network {
  virtual ~elman_network() = default;
  virtual void read(int32_t part, double* destination, int64_t count) = 0;
  virtual void write(int32_t part, const double* source, int64_t count) = 0;
  virtual void gradient(const elman_data& data, const int32_t* order, int32_t count, int64_t mini_batch_steps,
                        int32_t shard, int64_t step, double* loss) = 0;
  // Whether the step was taken.
  virtual bool update(int32_t shards, int64_t step, double learning_rate) = 0;
  virtual bool train(const elman_data& data, const int32_t* order, int32_t count, int32_t batch_size,
                     int64_t first_step, const double* learning_rates, double* losses, int32_t* taken) = 0;
  virtual void divergence(int32_t* layer, int32_t* backward) = 0;
  virtual void evaluate(const elman_data& data, int32_t from, int32_t to, int32_t shard, double* loss_sum,
                        double* outputs) = 0;
  virtual void predict(const void* inputs, int32_t batch, int32_t time_steps, const int32_t* lengths,
                       const void* static_features, const void* initial_states, void* outputs, void* final_states) = 0;
  virtual void trace(const double* inputs, int32_t time_steps, const double* static_features,
                     const double* initial_state, double* layers, int64_t count) = 0;
  virtual elman_streams* open_streams(int32_t count) = 0;
};

namespace elman {

// Where a value that is not finite was met, as elman_divergence tells it.
struct Divergence {
  int32_t layer = -1;
  int32_t backward = 0;
};

// What only a network that is opened for training has.
template <typename T>
struct Training {
  Training(const elman_objective& objective, const elman_layer* layers, const Stack<T>& stack)
      : truncation_length(objective.truncation_length),
        seed(objective.seed),
        loss(objective),
        rules(layers, stack),
        clipping(objective, stack.parameter_sizes()),
        optimizer(objective, stack.parameter_count()),
        average_decay(objective.average_decay) {
    loss.targets(stack.outputs());  // refuses outputs that no target fits
    if (average_decay > 0) average.grow(stack.parameter_count());
  }

  int64_t truncation_length;
  int64_t seed;
  Loss loss;
  LayerRules<T> rules;
  Clipping<T> clipping;
  Optimizer<T> optimizer;
  double average_decay;
  Buffer<T> average;  // of the parameters, where average_decay is above 0
  Buffer<T> sum;  // of the shards' gradients; grown where there is more than one
  const T* reduced = nullptr;  // the gradient of the last update: the sum, or the only shard's own
  Divergence divergence;
};

template <typename T>
class Network final : public elman_network {
 public:
  // The objective may be null, or without a loss: then the network only predicts.
  Network(int32_t features, const elman_layer* layers, int32_t layer_count, const elman_objective* objective);

  void read(int32_t part, double* destination, int64_t count) override;
  void write(int32_t part, const double* source, int64_t count) override;
  void gradient(const elman_data& data, const int32_t* order, int32_t count, int64_t mini_batch_steps, int32_t shard,
                int64_t step, double* loss) override;
  bool update(int32_t shards, int64_t step, double learning_rate) override;
  bool train(const elman_data& data, const int32_t* order, int32_t count, int32_t batch_size, int64_t first_step,
             const double* learning_rates, double* losses, int32_t* taken) override;
  void divergence(int32_t* layer, int32_t* backward) override;
  void evaluate(const elman_data& data, int32_t from, int32_t to, int32_t shard, double* loss_sum,
                double* outputs) override;
  void predict(const void* inputs, int32_t batch, int32_t time_steps, const int32_t* lengths,
               const void* static_features, const void* initial_states, void* outputs, void* final_states) override;
  void trace(const double* inputs, int32_t time_steps, const double* static_features, const double* initial_state,
             double* layers, int64_t count) override;
  elman_streams* open_streams(int32_t count) override;

 private:
  // Parameters, and what the layers prepared of them.
  struct Generation {
    Buffer<T> parameters;
    Buffer<T> prepared;
  };

  struct Shard {
    Workspace<T> workspace;
    bool computed = false;  // since the last update
    double loss = 0;
    int diverged_layer = 0;  // where loss is not finite
  };

  Training<T>& training();
  Buffer<T>& average();
  Shard& shard(int32_t number);
  // That the data set is one that this network can read, and where it has to, learn from.
  void require_data(const elman_data& data, bool with_targets) const;
  double gradient_of(const elman_data& data, Selection samples, int64_t mini_batch_steps, int64_t step, Shard& shard);
  // Adds a batch's pointwise losses, each step's times its weight, to a sum; and puts their deltas, times scale, where
  // deltas are unless those are null.
  void add_loss(const elman_data& data, const Batch<T>& batch, Workspace<T>& workspace, Rows<T> deltas, double scale,
                double& sum) const;
  void require_statics(const void* static_features) const;
  bool update_by(int32_t shards, int64_t step, double learning_rate);
  const T* add_shards(int32_t shards);
  bool diverged(Divergence where, bool in_loss);

  int64_t features_;
  Stack<T> stack_;
  std::vector<elman_layer> layers_;
  Generation current_;
  // What the last update replaced: where the new parameters give no finite loss, they were the last that did.
  Generation previous_;
  bool has_previous_ = false;
  std::unique_ptr<Training<T>> training_;
  CarriedStates<T> carried_in_training_;
  CarriedStates<T> carried_in_evaluation_;
  // What streams compute with, until the parameters change.
  std::shared_ptr<const StreamModel<T>> stream_model_;
  // A shard's memory is taken by the first call for it.
  std::unique_ptr<Shard> shards_[ELMAN_MAX_SHARDS];
  Usage usage_;
};

}  // namespace elman

#endif
