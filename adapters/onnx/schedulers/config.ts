/** The noise schedule a model was trained with, after `scheduler_config.json` of diffusers (its names in brackets). */
export interface SchedulerConfig {
  /** Length of the schedule [num_train_timesteps]. */
  readonly trainSteps: number;
  /** Variances at both ends; in between their square roots rise evenly [beta_start, beta_end, beta_schedule scaled_linear]. */
  readonly betaStart: number;
  readonly betaEnd: number;
  /** What the U-Net gives: the noise, or v = √ᾱ·noise − √(1−ᾱ)·x0 [prediction_type]. */
  readonly prediction: 'epsilon' | 'v_prediction';
  /** How n time steps are picked [timestep_spacing]. Turbo models want `trailing`, which starts at the noisiest. */
  readonly spacing: 'leading' | 'trailing' | 'linspace';
  /** Added to `leading` time steps [steps_offset]. */
  readonly stepsOffset: number;
  /** DDIM's last step goes to ᾱ = 1 rather than to ᾱ of time step 0 [set_alpha_to_one]. */
  readonly finalAlphaOne: boolean;
}
