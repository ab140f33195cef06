// The boundary of the native engine: the only header from which Java's bindings are made.
//
// Every function that can fail returns an elman_status; elman_message() then says what was wrong. No exception leaves
// the library and no argument may crash it: pointers, counts, ranges and states are checked here once more, whatever
// the caller has checked. The library starts no threads. Functions marked (shards) may be called by several threads at
// once on one network with different shards; a call that finds its network or shard in use returns ELMAN_BUSY.
// Vectors over parameters hold double values whatever the element type; layer by layer, in each the kernel
// [features, gates * units], the recurrent kernel [units, gates * units], the bias [gates * units] and, of a GRU with
// reset_after, the recurrent bias [gates * units]; row-major. The gates of an LSTM are in the order input, forget,
// cell, output, those of a GRU update, reset, candidate; other layers have one. A layer in both directions has all of
// these for its forward cell, then for its backward one; an embedding [vocabulary, units]; a layer normalization scale,
// then bias, [features] each.
// The state of a sequence is, layer by layer, of each cell (the forward one first) the hidden state [units] and, of an
// LSTM, the cell state [units].
#ifndef ELMAN_ELMAN_H
#define ELMAN_ELMAN_H

#include <stdint.h>

#define ELMAN_API __attribute__((visibility("default")))

#ifdef __cplusplus
extern "C" {
#endif

enum elman_status {
  ELMAN_OK = 0,
  ELMAN_INVALID_ARGUMENT = 1,
  ELMAN_OUT_OF_MEMORY = 2,
  ELMAN_BUSY = 3,      // the network or the shard is in use by another thread
  ELMAN_DIVERGED = 4,  // a loss or gradient is not finite: the step was not taken
  ELMAN_INTERNAL = 5   // a defect of the library
};

enum elman_element { ELMAN_FLOAT = 0, ELMAN_DOUBLE = 1 };

enum elman_layer_kind {
  ELMAN_SIMPLE_RNN = 0,
  ELMAN_DENSE = 1,
  ELMAN_LSTM = 2,
  ELMAN_GRU = 3,
  ELMAN_EMBEDDING = 4,
  ELMAN_DROPOUT = 5,
  ELMAN_LAYER_NORMALIZATION = 6,
  ELMAN_SOFTMAX = 7,
  ELMAN_STATIC_FEATURES = 8
};

enum elman_activation {
  ELMAN_LINEAR = 0,
  ELMAN_TANH = 1,
  ELMAN_SIGMOID = 2,
  ELMAN_RELU = 3,
  ELMAN_SOFTPLUS = 4,
  ELMAN_ELU = 5,
  ELMAN_GELU = 6,  // dense layers alone
  ELMAN_HARD_SIGMOID = 7
};

// How a recurrent layer goes through time; with two cells, how their outputs are merged.
enum elman_direction {
  ELMAN_FORWARD = 0,
  ELMAN_BACKWARD = 1,
  ELMAN_BOTH_CONCAT = 2,
  ELMAN_BOTH_SUM = 3,
  ELMAN_BOTH_MULTIPLY = 4,
  ELMAN_BOTH_AVERAGE = 5
};

enum elman_loss_kind {
  ELMAN_NO_LOSS = 0,  // the network only predicts
  ELMAN_MEAN_SQUARED_ERROR = 1,
  ELMAN_HALF_SQUARED_ERROR = 2,
  ELMAN_MEAN_ABSOLUTE_ERROR = 3,
  ELMAN_HUBER = 4,
  ELMAN_SPARSE_CROSS_ENTROPY = 5,
  ELMAN_CROSS_ENTROPY = 6,
  ELMAN_BINARY_CROSS_ENTROPY = 7,
  ELMAN_QUANTILES = 8,
  ELMAN_GAUSSIAN = 9
};

enum elman_optimizer_kind { ELMAN_SGD = 0, ELMAN_ADAM = 1, ELMAN_RMS_PROP = 2, ELMAN_ADAGRAD = 3 };

enum elman_form { ELMAN_KERAS = 0, ELMAN_TORCH = 1 };

enum elman_clipping_kind {
  ELMAN_NO_CLIPPING = 0,
  ELMAN_BY_VALUE = 1,
  ELMAN_BY_NORM = 2,
  ELMAN_BY_GLOBAL_NORM = 3
};

enum elman_part {
  ELMAN_PARAMETERS = 0,
  ELMAN_GRADIENT = 1,
  ELMAN_OPTIMIZER_STATE = 2,
  ELMAN_AVERAGE = 3,         // of the parameters, where average_decay is above 0; written with them too
  ELMAN_CARRIED_STATES = 4   // [lanes, state_size] of training; empty until data with lanes were used or it is written
};

enum { ELMAN_MAX_SHARDS = 16 };

// Flat values, and where the parts of each sample begin in them: its input [length, features], target [1, outputs] or
// [length, outputs], weights (one for each step of its target), static features and initial state. Arrays hold count
// offsets, or are null where there is no such part. Values that no part takes are never read.
typedef struct elman_samples {
  const double* values;
  int64_t value_count;
  int32_t time_steps;  // of the longest sample at most
  int32_t features;
  const int32_t* input_offsets;
  int32_t count;           // of samples
  const int32_t* lengths;  // time steps of each; null where all have time_steps
  int32_t target_steps;    // 1 or time_steps; 0 where there are no targets
  int32_t outputs;
  const int32_t* target_offsets;
  const int32_t* weight_offsets;  // a weight of 0 takes its step out of the mean
  int32_t static_features;
  const int32_t* static_offsets;
  int32_t state_size;
  const int32_t* state_offsets;
  int32_t lanes;        // sample i begins with the state of sample i - lanes behind its step carry_steps; 0: none does
  int32_t carry_steps;  // from 1 to time_steps where there are lanes
} elman_samples;

typedef struct elman_layer {
  int32_t kind;        // elman_layer_kind
  int32_t units;       // embedding too; static features: how many
  int32_t activation;  // elman_activation
  int32_t use_bias;
  int32_t all_steps;   // recurrent layers: every step's output, or the last one's
  int32_t recurrent_activation;  // elman_activation, of the gates of an LSTM or GRU
  int32_t reset_after;           // GRU: whether the reset gate acts on the state after its product
  int32_t direction;             // elman_direction, of recurrent layers
  double dropout;                // recurrent layers: of inputs, one mask for all steps; dropout: of each value
  double recurrent_dropout;      // of the previous hidden state, one mask for all steps
  int32_t vocabulary;            // embedding
  int32_t padding_index;         // embedding: the token whose vector is not learnt; -1 for none
  double epsilon;                // layer normalization
  // How training treats its parameters. A frozen layer's gradient is zero and its weights keep their bits.
  int32_t frozen;
  double kernel_l1;  // of the kernel or embedding
  double kernel_l2;
  double recurrent_l1;
  double recurrent_l2;
  double bias_l1;
  double bias_l2;
} elman_layer;

// What a network minimises and how (the equations are in Java's dev.elman.optim).
typedef struct elman_objective {
  int32_t loss;  // elman_loss_kind
  double huber_delta;
  const double* quantiles;  // ascending; copied
  int32_t quantile_count;
  int32_t optimizer;       // elman_optimizer_kind
  int32_t optimizer_form;  // elman_form
  double momentum;         // SGD
  int32_t nesterov;        // SGD
  double beta1;            // Adam
  double beta2;            // Adam
  double weight_decay;     // Adam; decoupled, as AdamW has it
  double rho;              // RMSprop
  double epsilon;          // Adam, RMSprop, Adagrad
  double initial_accumulator;  // Adagrad
  int32_t clipping;        // elman_clipping_kind
  int32_t clipping_form;   // elman_form, by global norm
  double clip;             // clipValue or clipNorm
  int32_t truncation_length;
  double average_decay;    // of the weights' average; 0 for none
  int64_t seed;            // of dropout masks
} elman_objective;

typedef struct elman_data elman_data;
typedef struct elman_network elman_network;
typedef struct elman_streams elman_streams;

// What was wrong with this thread's last call that failed; valid until its next one.
ELMAN_API const char* elman_message(void);

// Version, kernels, BLAS with its configuration, core type and number of threads, on one line. Sets BLAS to one thread.
ELMAN_API const char* elman_description(void);

ELMAN_API int32_t elman_data_open(const elman_samples* samples, int32_t element, elman_data** data);

// Null is nothing to close; no call may be using it, nor come after.
ELMAN_API void elman_data_close(elman_data* data);

// Parameters and optimizer state begin at zero, Adagrad's at its initial accumulator. The objective may be null: then
// the network only predicts.
ELMAN_API int32_t elman_network_open(int32_t features, const elman_layer* layers, int32_t layer_count, int32_t element,
                                     const elman_objective* objective, elman_network** network);

// As elman_data_close.
ELMAN_API void elman_network_close(elman_network* network);

// Copies a vector (elman_part) of exactly count values out of or into a network.
ELMAN_API int32_t elman_network_read(elman_network* network, int32_t part, double* destination, int64_t count);
ELMAN_API int32_t elman_network_write(elman_network* network, int32_t part, const double* source, int64_t count);

// (shards) Loss and gradient of the count samples named in order, part of a mini-batch that has mini_batch_steps time
// steps with a target that counts. loss receives this shard's part of the mini-batch's loss; penalties are shard 0's.
// step is the number of the step that this is for, from 1, from which dropout masks follow.
ELMAN_API int32_t elman_gradient(elman_network* network, const elman_data* data, const int32_t* order, int32_t count,
                                 int64_t mini_batch_steps, int32_t shard, int64_t step, double* loss);

// Adds shards 0 to shards - 1 in that order, clips, takes optimizer step number step (from 1).
// ELMAN_DIVERGED: the step was not taken, the parameters are the last that gave a finite loss.
ELMAN_API int32_t elman_update(elman_network* network, int32_t shards, int64_t step, double learning_rate);

// A training step for each mini-batch of batch_size of the count samples named in order, each a single shard.
// taken receives the number of steps taken, losses each mini-batch's loss before its update.
// ELMAN_DIVERGED: as elman_update, at mini-batch number *taken.
ELMAN_API int32_t elman_train(elman_network* network, const elman_data* data, const int32_t* order, int32_t count,
                              int32_t batch_size, int64_t first_step, const double* learning_rates, double* losses,
                              int32_t* taken);

// Where the last step that was not taken met a value that is not finite: the layer (the number of layers for the loss),
// and whether in the gradient (1) or in the output (0). layer is -1 where every step was taken.
ELMAN_API int32_t elman_divergence(elman_network* network, int32_t* layer, int32_t* backward);

// (shards) Outputs [to - from, output_steps, outputs], zero behind a sample's length, and the sum of weighted pointwise
// losses of samples from to to - 1; with lanes both are multiples of them, and ranges come in order.
// outputs may be null; loss_sum is 0 without objective or targets.
ELMAN_API int32_t elman_evaluate(elman_network* network, const elman_data* data, int32_t from, int32_t to,
                                 int32_t shard, double* loss_sum, double* outputs);

// Outputs [batch, output_steps, outputs] of inputs [batch, time_steps, features], zero behind a sequence's length; all
// in the network's element type. May be null: lengths (all have time_steps), static_features [batch, static_features]
// where there are none, initial_states [batch, state_size] (zeros), final_states (not wanted).
ELMAN_API int32_t elman_predict(elman_network* network, const void* inputs, int32_t batch, int32_t time_steps,
                                const int32_t* lengths, const void* static_features, const void* initial_states,
                                void* outputs, void* final_states);

// What every layer gives at every time step for one sequence [time_steps, features]: the layers' outputs one behind
// another, each [time_steps, width] or, above a layer that passes on its last step alone, [1, width].
// A layer in both directions that passes on its last step alone shows at step t what is merged from what either cell
// gives after t + 1 steps of its reading.
// static_features and initial_state may be null as above; count is the length of layers.
ELMAN_API int32_t elman_trace(elman_network* network, const double* inputs, int32_t time_steps,
                              const double* static_features, const double* initial_state, double* layers,
                              int64_t count);

// count streams, their states zero, computed by the weights that the network has now; it may be closed before them.
// Refused where a layer goes backwards.
ELMAN_API int32_t elman_streams_open(elman_network* network, int32_t count, elman_streams** streams);

// As elman_data_close.
ELMAN_API void elman_streams_close(elman_streams* streams);

// One time step of count streams, numbers [count] (each once; null: the first count), inputs [count, features] to
// outputs [count, outputs], in the network's element type.
ELMAN_API int32_t elman_streams_step(elman_streams* streams, const int32_t* numbers, int32_t count, const void* inputs,
                                     void* outputs);

// Copies a stream's state and static features, count values, out (write 0) or in (write 1).
ELMAN_API int32_t elman_streams_state(elman_streams* streams, int32_t number, int32_t write, double* values,
                                      int64_t count);

#ifdef __cplusplus
}
#endif

#endif
