-- SPDX-License-Identifier: ISC
-- Copyright 2026 the Unfold authors
-- Steps of ardour.sh; what they saw goes to lines that start with "seen:".

AudioEngine:set_backend("JACK", "ardour", "")
local step = os.getenv("STEP")
local folder = os.getenv("SESSION")
local preset = os.getenv("PRESET")
local uri = os.getenv("URI")
local channels = tonumber(os.getenv("CHANNELS"))

local function wait(seconds)
	ARDOUR.LuaAPI.usleep(seconds * 1000000)
end

local function find_track(session)
	for route in session:get_tracks():iter() do
		return route
	end
end

local function find_effect(track)
	local processor = track:nth_plugin(0)
	assert(not processor:isnil(), "no plugin on the track")
	return processor:to_insert():plugin(0)
end

local function finish(session, text)
	session:save_state("", false, false, false, false, false)
	close_session()
	print("seen: " .. text)
	quit()
end

local function record()
	local session = create_session(folder, "unfold", 48000)
	local track
	for t in session:new_audio_track(channels, channels, nil, 1, "guitar",
		ARDOUR.PresentationInfo.max_order, ARDOUR.TrackMode.Normal, true):iter() do
		track = t
	end
	local function arm(value)
		track:rec_enable_control():set_value(value, PBD.GroupControlDisposition.NoGroup)
	end
	arm(1)
	session:maybe_enable_record(true)
	session:request_roll(ARDOUR.TransportRequestSource.TRS_UI)
	wait(0.5)
	os.execute(os.getenv("PLAY"))
	session:request_stop(false, false, ARDOUR.TransportRequestSource.TRS_UI)
	wait(2)
	arm(0)
	local regions = 0
	for _ in track:to_track():playlist():region_list():iter() do
		regions = regions + 1
	end
	assert(regions == 1, "nothing was recorded")
	finish(session, "one region")
end

local function insert()
	local session = load_session(folder, "unfold")
	local track = find_track(session)
	local processor = ARDOUR.LuaAPI.new_plugin(session, uri, ARDOUR.PluginType.LV2, "")
	assert(not processor:isnil(), "the plugin was not found")
	track:add_processor_by_index(processor, 0, nil, true)
	local effect = find_effect(track)
	local record = effect:preset_by_label(preset)
	assert(record.valid, "the preset was not found")
	effect:load_preset(record)
	wait(1)
	finish(session, effect:name() .. ", preset " .. preset)
end

-- The number among its inputs of the control with that name.
local function find_control(effect, name)
	local number = 0
	for k = 0, effect:parameter_count() - 1 do
		if effect:parameter_is_control(k) and effect:parameter_is_input(k) then
			local _, descriptor = effect:get_parameter_descriptor(k, ARDOUR.ParameterDescriptor())
			if descriptor[2].label == name then
				return k, number
			end
			number = number + 1
		end
	end
	error("no control " .. name)
end

local function automate()
	local session = load_session(folder, "unfold")
	local processor = find_track(session):nth_plugin(0)
	local effect = find_effect(find_track(session))
	local id = find_control(effect, "Input")
	local control = processor:to_automatable():automation_control(
		Evoral.Parameter(ARDOUR.AutomationType.PluginAutomation, 0, id), true)
	local list = control:alist()
	for k = 0, 20 do
		list:add(Temporal.timepos_t(k * 12000), k % 2 == 0 and 0 or -24, false, true)
	end
	control:set_automation_state(ARDOUR.AutoState.Play)
	finish(session, "input automated, " .. list:size() .. " points")
end

local function bypass()
	local session = load_session(folder, "unfold")
	find_track(session):nth_plugin(0):deactivate()
	wait(1)
	finish(session, "off")
end

local function reopen()
	local session = load_session(folder, "unfold")
	local effect = find_effect(find_track(session))
	wait(1)
	finish(session, effect:name())
end

({ record = record, insert = insert, reopen = reopen, automate = automate,
	bypass = bypass })[step]()
